using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Configuration;

namespace SreCopilot.Identity;

/// <summary>The key of the access tokens that users carry. auth-service signs with it; who talks to users verifies with it.</summary>
public sealed class AccessTokenOptions
{
    /// <summary>Environment variable <c>JWT_SECRET_KEY</c>; at least 32 bytes; no default.</summary>
    public string Key { get; set; } = "";

    /// <summary>Still accepted while a rotation is rolled out. Environment variable <c>JWT_PREVIOUS_SECRET_KEY</c>; default none.</summary>
    public string? PreviousKey { get; set; }
}

internal sealed class AccessTokenOptionsSetup(IConfiguration configuration)
    : IConfigureOptions<AccessTokenOptions>, IValidateOptions<AccessTokenOptions>
{
    private const string KeyName = "JWT_SECRET_KEY";
    private const string PreviousKeyName = "JWT_PREVIOUS_SECRET_KEY";

    public void Configure(AccessTokenOptions options)
    {
        options.Key = configuration[KeyName] ?? "";
        options.PreviousKey = configuration[PreviousKeyName] is { Length: > 0 } previous ? previous : null;
    }

    public ValidateOptionsResult Validate(string? name, AccessTokenOptions options) =>
        SecretRules.Validate((KeyName, options.Key), (PreviousKeyName, options.PreviousKey));
}
