using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Configuration;

namespace SreCopilot.Secrets;

/// <summary>The key that stored secrets are encrypted with.</summary>
public sealed class EncryptionOptions
{
    /// <summary>Encrypts and decrypts. Environment variable <c>ENCRYPTION_KEY</c>; at least 32 bytes; no default.</summary>
    public string Key { get; set; } = "";

    /// <summary>Still decrypts while values are being written anew. Environment variable <c>ENCRYPTION_PREVIOUS_KEY</c>; default none.</summary>
    public string? PreviousKey { get; set; }
}

internal sealed class EncryptionOptionsSetup(IConfiguration configuration)
    : IConfigureOptions<EncryptionOptions>, IValidateOptions<EncryptionOptions>
{
    private const string KeyName = "ENCRYPTION_KEY";
    private const string PreviousKeyName = "ENCRYPTION_PREVIOUS_KEY";

    public void Configure(EncryptionOptions options)
    {
        options.Key = configuration[KeyName] ?? "";
        options.PreviousKey = configuration[PreviousKeyName] is { Length: > 0 } previous ? previous : null;
    }

    public ValidateOptionsResult Validate(string? name, EncryptionOptions options) =>
        SecretRules.Validate((KeyName, options.Key), (PreviousKeyName, options.PreviousKey));
}
