using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SreCopilot.Secrets;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>The secrets of one integration; each is encrypted for its own row and column.</summary>
internal sealed class IntegrationSecrets(SecretProtector protector)
{
    public string? EncryptPassword(Guid id, string? password) => Encrypt(id, "password", password);

    public string? EncryptApiKey(Guid id, string? apiKey) => Encrypt(id, "api_key", apiKey);

    public string? EncryptWebhookSecret(Guid id, string? secret) => Encrypt(id, "webhook_secret", secret);

    public string? EncryptConfig(Guid id, JsonObject config) => config.Count == 0 ? null : Encrypt(id, "config", config.ToJsonString());

    public string? PasswordOf(StoredIntegration integration) => Decrypt(integration.Id, "password", integration.Password);

    public string? ApiKeyOf(StoredIntegration integration) => Decrypt(integration.Id, "api_key", integration.ApiKey);

    public string? WebhookSecretOf(StoredIntegration integration) => Decrypt(integration.Id, "webhook_secret", integration.WebhookSecret);

    public string? PreviousWebhookSecretOf(StoredIntegration integration) => Decrypt(integration.Id, "webhook_previous_secret", integration.PreviousWebhookSecret);

    public string? EncryptPreviousWebhookSecret(Guid id, string? secret) => Encrypt(id, "webhook_previous_secret", secret);

    public JsonObject ConfigOf(StoredIntegration integration) =>
        Decrypt(integration.Id, "config", integration.Config) is { } json ? JsonNode.Parse(json)!.AsObject() : [];

    /// <summary>
    /// What to store when an integration is written again: a new secret, or the old one encrypted with the current key. A secret
    /// of a key that is not configured any more stays as it is, in case the key comes back.
    /// </summary>
    public StoredIntegration Rewrite(StoredIntegration known, string? newPassword, string? newApiKey, string? newWebhookSecret) => known with
    {
        Password = EncryptPassword(known.Id, newPassword ?? PasswordOf(known)) ?? known.Password,
        ApiKey = EncryptApiKey(known.Id, newApiKey ?? ApiKeyOf(known)) ?? known.ApiKey,
        WebhookSecret = EncryptWebhookSecret(known.Id, newWebhookSecret ?? WebhookSecretOf(known)) ?? known.WebhookSecret,
        PreviousWebhookSecret = EncryptPreviousWebhookSecret(known.Id, PreviousWebhookSecretOf(known)) ?? known.PreviousWebhookSecret,
    };

    /// <summary>The same for the further settings; of those that a client sends, masked secrets keep their values.</summary>
    public string? RewriteConfig(StoredIntegration known, JsonObject? sent)
    {
        var stored = Decrypt(known.Id, "config", known.Config) is { } json ? JsonNode.Parse(json)!.AsObject() : null;
        return sent is not null ? EncryptConfig(known.Id, SecretMask.Merge(sent, stored ?? []))
            : stored is not null ? EncryptConfig(known.Id, stored)
            : known.Config;
    }

    /// <summary>43 characters, as in the contract.</summary>
    public static string NewWebhookSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private string? Encrypt(Guid id, string field, string? value) => value is null ? null : protector.Protect(value, Place(id, field));

    private string? Decrypt(Guid id, string field, string? stored) => stored is null ? null : protector.Unprotect(stored, Place(id, field));

    private static string Place(Guid id, string field) => $"monitoring_integrations/{id}/{field}";
}
