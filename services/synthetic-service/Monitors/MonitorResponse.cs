using SreCopilot.SyntheticService.Results;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary>A monitor.</summary>
internal sealed record MonitorResponse
{
    /// <summary>The monitor.</summary>
    public required Guid MonitorId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>api_test, ping or tcp.</summary>
    public required string Type { get; init; }

    /// <summary>What it calls.</summary>
    public required string Url { get; init; }

    /// <summary>How often.</summary>
    public required int FrequencySeconds { get; init; }

    /// <summary>What it demands.</summary>
    public required IReadOnlyList<string> Assertions { get; init; }

    /// <summary>What it sends; secrets are ***.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>How.</summary>
    public required string Method { get; init; }

    /// <summary>What it sends; null for nothing.</summary>
    public string? Body { get; init; }

    /// <summary>False: paused.</summary>
    public required bool Enabled { get; init; }

    /// <summary>True: no alerts.</summary>
    public required bool Muted { get; init; }

    /// <summary>How long an attempt may take.</summary>
    public required int TimeoutSeconds { get; init; }

    /// <summary>How often a failed check is repeated before it counts as failed.</summary>
    public required int Retries { get; init; }

    /// <summary>Whether redirects are followed.</summary>
    public required bool FollowRedirects { get; init; }

    /// <summary>After how many failed checks in a row an alert is fired.</summary>
    public required int AlertAfter { get; init; }

    /// <summary>The uptime in percent that was promised; null: none.</summary>
    public double? SlaTarget { get; init; }

    /// <summary>unknown, passing or failing.</summary>
    public required string Status { get; init; }

    /// <summary>When it was checked last; null: never.</summary>
    public DateTimeOffset? LastCheckAt { get; init; }

    /// <summary>When it is due; null while it is paused.</summary>
    public DateTimeOffset? NextCheckAt { get; init; }

    /// <summary>How many of the last checks in a row failed.</summary>
    public required int ConsecutiveFailures { get; init; }

    /// <summary>Whether an alert of it is firing.</summary>
    public required bool Alerting { get; init; }

    /// <summary>The last result; null: there is none.</summary>
    public CheckResult? LatestResult { get; init; }

    public static MonitorResponse Of(SyntheticMonitor monitor, MonitorHeaders headers, CheckResult? latest) => new()
    {
        MonitorId = monitor.Id, Name = monitor.Name, Type = monitor.Type, Url = monitor.Url, FrequencySeconds = monitor.FrequencySeconds, Assertions = monitor.Assertions,
        Headers = headers.Show(monitor), Method = monitor.Method, Body = monitor.Body, Enabled = monitor.Enabled, Muted = monitor.Muted,
        TimeoutSeconds = monitor.TimeoutSeconds, Retries = monitor.Retries, FollowRedirects = monitor.FollowRedirects, AlertAfter = monitor.AlertAfter,
        SlaTarget = monitor.SlaTarget, Status = monitor.Status, LastCheckAt = monitor.LastCheckAt, NextCheckAt = monitor.Enabled ? monitor.NextRunAt : null,
        ConsecutiveFailures = monitor.ConsecutiveFailures, Alerting = monitor.AlertId is not null, LatestResult = latest,
    };
}
