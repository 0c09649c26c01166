using SreCopilot.OutboundHttp;
using SreCopilot.SyntheticService.Running;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary>What a request makes of a monitor.</summary>
internal sealed partial class MonitorChange(MonitorHeaders headers, AddressGuard guard, ILogger<MonitorChange> logger)
{
    /// <summary>Applies what a client sent.</summary>
    /// <param name="before">The monitor as it is; for a new one, its defaults.</param>
    /// <param name="request">Checked for itself.</param>
    /// <param name="now">Now.</param>
    /// <returns>The monitor as it becomes; or what is wrong.</returns>
    public (SyntheticMonitor? Monitor, string? Mistake) Apply(SyntheticMonitor before, MonitorRequest request, DateTimeOffset now)
    {
        var stored = headers.Read(before) ?? [];
        var (merged, missing) = request.Headers is null ? (stored, null) : MonitorHeaders.Merge(request.Headers, stored);
        if (merged is null)
        {
            return (null, $"headers: there is no stored value of {missing}; enter it");
        }

        var after = before with
        {
            Name = request.Name ?? before.Name,
            Type = request.Type ?? before.Type,
            Url = request.Url ?? before.Url,
            FrequencySeconds = request.FrequencySeconds ?? before.FrequencySeconds,
            Assertions = request.Assertions is null ? before.Assertions : [.. request.Assertions],
            HeadersEncrypted = request.Headers is null ? before.HeadersEncrypted : headers.Protect(before.Id, merged),
            Method = request.Method ?? before.Method,
            Body = request.Body is null ? before.Body : request.Body.Length == 0 ? null : request.Body,
            Enabled = request.Enabled ?? before.Enabled,
            Muted = request.Muted ?? before.Muted,
            TimeoutSeconds = request.TimeoutSeconds ?? before.TimeoutSeconds,
            Retries = request.Retries ?? before.Retries,
            FollowRedirects = request.FollowRedirects ?? before.FollowRedirects,
            AlertAfter = request.AlertAfter ?? before.AlertAfter,
            SlaTarget = request.SlaTarget ?? before.SlaTarget,
            UpdatedAt = now,
        };
        return FindUrlMistake(before, after, request, stored) is { } mistake ? (null, mistake) : (Reschedule(before, after, now), null);
    }

    private string? FindUrlMistake(SyntheticMonitor before, SyntheticMonitor after, MonitorRequest request, Dictionary<string, string> stored)
    {
        if (MonitorTarget.Parse(after.Type, after.Url) is not { } target)
        {
            LogBadAddress(after.ProjectId);
            return after.Type switch
            {
                MonitorType.Http => $"url: {OutboundFault.BadAddress.Describe()}",
                MonitorType.Tcp => "url: must look like tcp://host:port, tls://host:port or host:port",
                _ => "url: must be a host, or an http or https URL",
            };
        }

        if (target.IsRefused(guard))
        {
            LogRefused(after.ProjectId, target.Host);
            return $"url: {OutboundFault.Refused.Describe()}";
        }

        // Or whoever may change the address could have the secret sent to a server of their own.
        var keepsSecret = request.Headers is null ? MonitorHeaders.HasSecret(stored)
            : request.Headers.Any(header => header.Value == Secrets.SecretMask.Text && Secrets.SecretNames.IsSecret(header.Key));
        return keepsSecret && before.Url.Length > 0 && MonitorTarget.Parse(before.Type, before.Url)?.Origin != target.Origin
            ? "headers: the address is another one; enter the secret headers again"
            : null;
    }

    // What is checked from now on is something else: a check under way says nothing about it.
    private static SyntheticMonitor Reschedule(SyntheticMonitor before, SyntheticMonitor after, DateTimeOffset now) =>
        before.Enabled == after.Enabled && before.FrequencySeconds == after.FrequencySeconds && before.Url == after.Url && before.Type == after.Type
            ? after
            : after with { NextRunAt = Schedule.First(after.Id, now), LeaseId = null, LeasedUntil = null };

    [LoggerMessage(LogLevel.Warning, "Refused a monitor in project {ProjectId}: its address cannot be called")]
    private partial void LogBadAddress(Guid projectId);

    [LoggerMessage(LogLevel.Warning, "Refused a monitor in project {ProjectId}: its address {Host} is inside a network that is not allowed")]
    private partial void LogRefused(Guid projectId, string host);
}
