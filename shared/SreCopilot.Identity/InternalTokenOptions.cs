using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Configuration;

namespace SreCopilot.Identity;

/// <summary>The key of internal tokens. There is no unauthenticated mode: it is mandatory on every backend.</summary>
public sealed class InternalTokenOptions
{
    /// <summary>Signs and verifies. Environment variable <c>INTERNAL_SERVICE_KEY</c>; at least 32 bytes; no default.</summary>
    public string Key { get; set; } = "";

    /// <summary>Still accepted while a rotation is rolled out. Environment variable <c>INTERNAL_PREVIOUS_SERVICE_KEY</c>; default none.</summary>
    public string? PreviousKey { get; set; }
}

internal sealed class InternalTokenOptionsSetup(IConfiguration configuration)
    : IConfigureOptions<InternalTokenOptions>, IValidateOptions<InternalTokenOptions>
{
    private const string KeyName = "INTERNAL_SERVICE_KEY";
    private const string PreviousKeyName = "INTERNAL_PREVIOUS_SERVICE_KEY";

    public void Configure(InternalTokenOptions options)
    {
        options.Key = configuration[KeyName] ?? "";
        options.PreviousKey = configuration[PreviousKeyName] is { Length: > 0 } previous ? previous : null;
    }

    public ValidateOptionsResult Validate(string? name, InternalTokenOptions options) =>
        SecretRules.Validate((KeyName, options.Key), (PreviousKeyName, options.PreviousKey));
}
