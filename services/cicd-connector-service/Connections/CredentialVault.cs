using System.Text.Json;
using SreCopilot.Secrets;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>Encrypts what connections must keep to themselves, each value bound to its row and column.</summary>
internal sealed class CredentialVault(SecretProtector protector)
{
    public string Protect(Credentials credentials, Guid id) => protector.Protect(JsonSerializer.Serialize(credentials, CicdJson.Default.Credentials), PlaceOfCredentials(id));

    /// <summary>Null when no configured key fits any more.</summary>
    public Credentials? Unprotect(string stored, Guid id) =>
        protector.Unprotect(stored, PlaceOfCredentials(id)) is { } json ? JsonSerializer.Deserialize(json, CicdJson.Default.Credentials) : null;

    /// <summary>Of a connection, or of the deployment hook of a project.</summary>
    public string ProtectWebhookSecret(string secret, Guid owner) => protector.Protect(secret, PlaceOfWebhookSecret(owner));

    public string? UnprotectWebhookSecret(string? stored, Guid owner) => stored is null ? null : protector.Unprotect(stored, PlaceOfWebhookSecret(owner));

    /// <summary>The same secret under the current key; null when there is nothing to do or no key fits.</summary>
    public string? RenewCredentials(string stored, Guid id) => Renew(stored, PlaceOfCredentials(id));

    /// <inheritdoc cref="RenewCredentials"/>
    public string? RenewWebhookSecret(string? stored, Guid owner) => stored is null ? null : Renew(stored, PlaceOfWebhookSecret(owner));

    private string? Renew(string stored, string place) =>
        protector.IsOutdated(stored) && protector.Unprotect(stored, place) is { } secret ? protector.Protect(secret, place) : null;

    private static string PlaceOfCredentials(Guid id) => $"cicd.connections/{id}/credentials";

    // Current and previous share a place: a rotation moves the value.
    private static string PlaceOfWebhookSecret(Guid owner) => $"cicd/{owner}/webhook_secret";
}
