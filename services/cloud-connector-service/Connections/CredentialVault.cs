using System.Text.Json;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Secrets;

namespace SreCopilot.CloudConnectorService.Connections;

/// <summary>Encrypts the credentials of connections, each bound to its row.</summary>
internal sealed class CredentialVault(SecretProtector protector)
{
    public string Protect(CloudCredentials credentials, Guid id) => protector.Protect(JsonSerializer.Serialize(credentials, CloudJson.Default.CloudCredentials), PlaceOf(id));

    /// <summary>Null when no configured key fits any more.</summary>
    public CloudCredentials? Unprotect(string stored, Guid id) =>
        protector.Unprotect(stored, PlaceOf(id)) is { } json ? JsonSerializer.Deserialize(json, CloudJson.Default.CloudCredentials) : null;

    /// <summary>The same credentials under the current key; null when there is nothing to do or no key fits.</summary>
    public string? Renew(string stored, Guid id) => protector.IsOutdated(stored) && protector.Unprotect(stored, PlaceOf(id)) is { } secret ? protector.Protect(secret, PlaceOf(id)) : null;

    private static string PlaceOf(Guid id) => $"cloud.connections/{id}/credentials";
}
