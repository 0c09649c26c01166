namespace SreCopilot.Secrets;

/// <summary>Which fields of a free-form configuration object hold secrets.</summary>
public static class SecretNames
{
    // Looked for anywhere in the name, without regard to case, "_" and "-": smtp_password, X-Api-Key, clientSecret.
    private static readonly string[] Pieces =
    [
        "password", "passwd", "passphrase", "secret", "token", "apikey", "privatekey", "integrationkey", "routingkey", "accountkey",
        "connectionstring", "webhookurl", "credential", "authorization",
    ];

    /// <summary>Whether a field of this name is masked.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>True when it is.</returns>
    public static bool IsSecret(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return Pieces.Any(piece => plain.Contains(piece, StringComparison.OrdinalIgnoreCase));
    }
}
