using System.Net;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreCopilot.OutboundHttp;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AlertingService.Channels;

/// <summary>What a channel's free-form <c>config</c> means.</summary>
internal sealed class ChannelConfig(AddressGuard guard, SecretProtector secrets)
{
    public const string SigningSecret = "signing_secret";

    private const string WebhookUrl = "webhook_url";
    private const int Length = 16_384;
    private const int MostReceivers = 50;
    private static readonly string[] Securities = ["starttls", "tls", "none"];

    /// <summary>Reads what a client sent; the generic webhook's <c>url</c> becomes <c>webhook_url</c>, which is masked.</summary>
    /// <returns>Null when it is no object that can be stored.</returns>
    public static JsonObject? ReadSent(string type, JsonElement? sent)
    {
        var config = sent is null ? [] : ConfigObject.Read(sent.Value, Length);
        if (config is not null && type == Destination.Webhook && config["url"] is { } url)
        {
            config.Remove("url");
            if (!config.ContainsKey(WebhookUrl))
            {
                config[WebhookUrl] = url.DeepClone();
            }
        }

        return config;
    }

    /// <summary>Makes sure that what a generic webhook gets can be signed.</summary>
    /// <returns>Whether a secret was made up, which its user must be told.</returns>
    public static bool EnsureSecret(string type, JsonObject config)
    {
        if (type != Destination.Webhook || config[SigningSecret] is not (null or JsonValue) || Line(config, SigningSecret) is { Length: > 0 })
        {
            return false;
        }

        config[SigningSecret] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return true;
    }

    /// <summary>For storage.</summary>
    public string Protect(Guid channelId, JsonObject config) => secrets.Protect(config.ToJsonString(), Place(channelId));

    /// <summary>With its secrets; null when they can no longer be decrypted.</summary>
    public JsonObject? Read(Guid channelId, string stored) =>
        secrets.Unprotect(stored, Place(channelId)) is { } json ? JsonNode.Parse(json) as JsonObject : null;

    /// <summary>Where it leads; or what is wrong with it, each for itself.</summary>
    public static (Destination? Destination, List<string> Mistakes) Understand(string type, JsonObject config)
    {
        var mistakes = new List<string>();
        Destination? destination = type switch
        {
            Destination.Slack => Url(config, mistakes) is { } url ? new SlackDestination(url) : null,
            Destination.Teams => Url(config, mistakes) is { } url ? new TeamsDestination(url) : null,
            Destination.Webhook => Url(config, mistakes) is { } url ? new WebhookDestination(url, Line(config, SigningSecret) ?? "") : null,
            Destination.PagerDuty => PagerDuty(config, mistakes),
            _ => Email(config, mistakes),
        };
        if (destination is WebhookDestination { SigningSecret.Length: < 16 or > 200 })
        {
            mistakes.Add($"config.{SigningSecret}: must have 16 to 200 characters");
        }

        return (mistakes.Count == 0 ? destination : null, mistakes);
    }

    /// <summary>Whether the address is one that may never be called. Names are looked at whenever they are called.</summary>
    public bool IsRefused(Destination destination) => destination.Host is { } host && IPAddress.TryParse(host, out var literal) && !guard.Allows(literal);

    private static Uri? Url(JsonObject config, List<string> mistakes)
    {
        if (Line(config, WebhookUrl) is { Length: > 0 and <= 2000 } text && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url is { UserInfo: "", Host.Length: > 0 } && !text.Any(char.IsWhiteSpace))
        {
            return url;
        }

        mistakes.Add($"config.{WebhookUrl}: {OutboundFault.BadAddress.Describe()}");
        return null;
    }

    private static PagerDutyDestination? PagerDuty(JsonObject config, List<string> mistakes)
    {
        var key = Line(config, "routing_key") ?? Line(config, "integration_key");
        if (key is { Length: >= 8 and <= 100 } && key.All(char.IsAsciiLetterOrDigit))
        {
            return new PagerDutyDestination(key);
        }

        mistakes.Add("config.routing_key: must be the integration key of a PagerDuty service (Events API v2)");
        return null;
    }

    private static EmailDestination Email(JsonObject config, List<string> mistakes)
    {
        var server = Line(config, "smtp_host") ?? "";
        if (Uri.CheckHostName(server.Trim('[', ']')) == UriHostNameType.Unknown)
        {
            mistakes.Add("config.smtp_host: must be the name or address of a mail server");
        }

        var port = config["smtp_port"] is not { } sent ? 587 : sent is JsonValue number && number.TryGetValue<int>(out var value) ? value : 0;
        if (port is < 1 or > 65_535)
        {
            mistakes.Add("config.smtp_port: must be a number from 1 to 65535");
        }

        var (security, user, password) = (Line(config, "smtp_security") ?? "starttls", Line(config, "smtp_user"), Line(config, "smtp_password"));
        if (!Securities.Contains(security))
        {
            mistakes.Add($"config.smtp_security: must be one of {string.Join(", ", Securities)}");
        }

        if (user is { Length: > 0 } && security == "none")
        {
            mistakes.Add("config.smtp_security: without encryption no password is sent; leave smtp_user out");
        }

        var from = Line(config, "from_email") ?? "";
        if (!IsMailbox(from))
        {
            mistakes.Add("config.from_email: must be an e-mail address");
        }

        var receivers = (config["to_emails"] as JsonArray ?? []).Select(item => item is JsonValue one && one.TryGetValue<string>(out var address) ? address : "").ToList();
        if (receivers.Count is 0 or > MostReceivers || !receivers.TrueForAll(IsMailbox))
        {
            mistakes.Add($"config.to_emails: must be a list of 1 to {MostReceivers} e-mail addresses");
        }

        return new EmailDestination(server.Trim('[', ']'), port, security, user is { Length: > 0 } ? user : null, password, from, receivers);
    }

    private static bool IsMailbox(string address) =>
        Text.IsLine(address, 320) && MailAddress.TryCreate(address, out var mailbox) && mailbox.Address == address && address.All(char.IsAscii) && !address.Contains(' ', StringComparison.Ordinal);

    private static string? Line(JsonObject config, string name) =>
        config[name] is JsonValue value && value.TryGetValue<string>(out var text) && Text.IsLine(text, 2000) ? text : null;

    private static string Place(Guid channelId) => $"channels/{channelId}/config";
}
