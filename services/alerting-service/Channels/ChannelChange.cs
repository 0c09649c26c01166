using System.Text.Json.Nodes;
using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.OutboundHttp;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AlertingService.Channels;

/// <summary>A channel as a request makes it.</summary>
/// <param name="Channel">The channel; null: something is wrong.</param>
/// <param name="RevealSecret">Whether a secret was made up.</param>
/// <param name="Mistakes">What is wrong.</param>
internal sealed record ChangedChannel(Channel? Channel, bool RevealSecret, IReadOnlyList<string> Mistakes);

/// <summary>What a request makes of a channel.</summary>
internal sealed class ChannelChange(ChannelConfig configs)
{
    public static Channel Empty(Caller caller, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(), TenantId = caller.TenantId!.Value, ProjectId = caller.ProjectId!.Value, Name = "", Type = Destination.Webhook, ConfigEncrypted = "",
        Enabled = true, ConsecutiveFailures = 0, CreatedAt = now, UpdatedAt = now,
    };

    /// <summary>Applies what a client sent.</summary>
    /// <param name="before">The channel as it is; for a new one, <see cref="Empty"/>.</param>
    /// <param name="request">What was sent.</param>
    /// <param name="http">The call; refused addresses are written into its audit entry.</param>
    /// <param name="now">Now.</param>
    public ChangedChannel Apply(Channel before, ChannelRequest request, HttpContext http, DateTimeOffset now)
    {
        if (request.Name is not null && !Text.IsName(request.Name, 200))
        {
            return Wrong("name: must have 1 to 200 characters and no control characters");
        }

        if (request.Type is not null && !Destination.Types.Contains(request.Type))
        {
            return Wrong($"type: must be one of {string.Join(", ", Destination.Types)}");
        }

        var type = request.Type ?? before.Type;
        var after = before with { Name = request.Name ?? before.Name, Type = type, Enabled = request.Enabled ?? before.Enabled, UpdatedAt = now };
        if (request.Config is null && type == before.Type && before.ConfigEncrypted.Length > 0)
        {
            return new ChangedChannel(after, false, []);
        }

        if (ChannelConfig.ReadSent(type, request.Config) is not { } sent)
        {
            return Wrong("config: must be an object of at most 16384 characters that names nothing twice");
        }

        // Secrets of another kind of channel are not its own.
        var stored = type == before.Type && before.ConfigEncrypted.Length > 0 ? configs.Read(before.Id, before.ConfigEncrypted) ?? [] : [];
        var config = SecretMask.Merge(sent, stored);
        var isNewSecret = ChannelConfig.EnsureSecret(type, config);
        var (destination, mistakes) = ChannelConfig.Understand(type, config);
        if (destination is null)
        {
            return new ChangedChannel(null, false, mistakes);
        }

        if (configs.IsRefused(destination))
        {
            http.DescribeAudit(new AuditEntry
            {
                Action = "alert_channel.address_refused", ResourceType = "alert_channel", ResourceId = before.Id.ToString(),
                Metadata = new AuditFields { { "host", destination.Host } }, Error = "the address is inside a network that is not allowed",
            });
            return Wrong($"config: {OutboundFault.Refused.Describe()}");
        }

        // Or whoever may change the address could have the secret sent to a server of their own.
        if (FindKept(sent, stored, config) is { } kept && ChannelConfig.Understand(type, stored).Destination?.Place != destination.Place)
        {
            return Wrong($"config.{kept}: the address is another one; enter the secret again");
        }

        return new ChangedChannel(after with { ConfigEncrypted = configs.Protect(before.Id, config) }, isNewSecret, []);
    }

    private static ChangedChannel Wrong(string mistake) => new(null, false, [mistake]);

    // A secret that was not sent in clear but came from the store; the address itself is no secret beside the address.
    private static string? FindKept(JsonObject sent, JsonObject stored, JsonObject merged) => merged
        .Where(field => field.Key != "webhook_url" && SecretNames.IsSecret(field.Key) && stored[field.Key] is not null && JsonNode.DeepEquals(field.Value, stored[field.Key])
            && !(sent[field.Key] is JsonValue value && value.TryGetValue<string>(out var text) && !SecretMask.MeansUnchanged(text)))
        .Select(field => field.Key)
        .FirstOrDefault();
}
