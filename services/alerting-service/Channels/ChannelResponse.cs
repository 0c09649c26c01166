using System.Text.Json;
using System.Text.Json.Nodes;
using SreCopilot.Secrets;

namespace SreCopilot.AlertingService.Channels;

/// <summary>A channel. To create one, <c>name</c> and <c>config</c> are required; of a change, what is absent or null stays as it is.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Type">email, slack, pagerduty, webhook (default) or msteams.</param>
/// <param name="Config">email: smtp_host, smtp_port (587), smtp_security (starttls, tls or none), smtp_user, smtp_password, from_email, to_emails.
/// slack and msteams: webhook_url. pagerduty: routing_key. webhook: webhook_url and signing_secret, which is made up when it is absent. A change
/// replaces all of it; secrets that are absent or *** keep their value while the address is the same.</param>
/// <param name="Enabled">Default true; false: nothing is sent, and what waits waits on.</param>
internal sealed record ChannelRequest(string? Name, string? Type, JsonElement? Config, bool? Enabled);

/// <summary>A channel.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">email, slack, pagerduty, webhook or msteams.</param>
/// <param name="Config">Secrets are ***; a signing secret that was made up is shown once, when it was.</param>
/// <param name="Enabled">Whether it is used.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
/// <param name="Host">The host that it calls; null: PagerDuty's, or the configuration can no longer be decrypted.</param>
/// <param name="ConsecutiveFailures">How many deliveries in a row failed.</param>
/// <param name="LastError">Why the last one did; null: it did not.</param>
/// <param name="LastSuccessAt">When something was delivered last; null: never.</param>
internal sealed record ChannelResponse(
    Guid ChannelId, string Name, string Type, JsonObject Config, bool Enabled, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string? Host, int ConsecutiveFailures,
    string? LastError, DateTimeOffset? LastSuccessAt)
{
    public static ChannelResponse Of(Channel channel, ChannelConfig configs, bool revealSecret = false)
    {
        var config = configs.Read(channel.Id, channel.ConfigEncrypted);
        var shown = SecretMask.Apply(config ?? []);
        if (revealSecret)
        {
            shown[ChannelConfig.SigningSecret] = config![ChannelConfig.SigningSecret]!.DeepClone();
        }

        return new ChannelResponse(
            channel.Id, channel.Name, channel.Type, shown, channel.Enabled, channel.CreatedAt, channel.UpdatedAt,
            config is null ? null : ChannelConfig.Understand(channel.Type, config).Destination?.Host, channel.ConsecutiveFailures, channel.LastError, channel.LastSuccessAt);
    }
}

/// <summary>What is left of a channel.</summary>
/// <param name="Status">deleted.</param>
/// <param name="ChannelId">The channel.</param>
internal sealed record ChannelDeleted(string Status, Guid ChannelId);

/// <summary>How a test went.</summary>
/// <param name="Status">success.</param>
/// <param name="Message">What was sent where.</param>
internal sealed record ChannelTested(string Status, string Message);
