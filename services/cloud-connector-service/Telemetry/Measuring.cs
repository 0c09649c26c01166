using Microsoft.Extensions.Options;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.CloudConnectorService.Sync;
using SreCopilot.Connectors;
using SreCopilot.Database;
using SreCopilot.Peers;

namespace SreCopilot.CloudConnectorService.Telemetry;

/// <summary>
/// Copies what a cloud measured into the telemetry store, as <c>cloud.cpu_percent</c> and <c>cloud.healthy</c> (1 or 0), each moment
/// once: a part remembers up to where it was taken, and goes on there when the cloud or the store was away.
/// </summary>
internal sealed class Measuring(ServiceDatabase database, Collector collector, TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    /// <summary>Clouds show a moment some minutes after it.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(3);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <returns>What went wrong; null when nothing did.</returns>
    public async Task<Fault?> MeasureAsync(SyncLease lease, ICloudSession cloud, KnownPart part, IReadOnlyList<CloudResource> seen, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        var to = Floor(now - Lag);
        var from = part.MeasuredUntil is { } until ? (until < to - LongestGap ? to - LongestGap : until) : to - FirstLook;
        IReadOnlyList<Measurement> measured = [];
        Fault? fault = null;
        if (from < to)
        {
            var answer = await AskAsync(cloud, part.Part, seen, from, to, cancel);
            (measured, fault) = ([.. answer.Value?.Where(one => one.At >= from && one.At < to) ?? []], answer.Fault);
        }

        var health = HealthOf(seen, measured);
        var byId = seen.Where(resource => resource.MonitoringId.Length > 0).ToLookup(resource => resource.MonitoringId);
        List<Point> points =
        [
            .. measured.Where(one => one.CpuPercent is not null).SelectMany(one => byId[one.MonitoringId].Take(1).Select(resource => Of("cloud.cpu_percent", one.CpuPercent!.Value, one.At, resource))),
            .. seen.Where(resource => health[resource.Id] != CloudResource.Unknown).Select(resource => Of("cloud.healthy", health[resource.Id] == CloudResource.Healthy ? 1 : 0, now, resource)),
        ];
        if (points.Count > 0 && await collector.SendAsync(lease.Connection.Scope, points, cancel) is { } problem)
        {
            return new Fault(FaultKind.Unavailable, $"The measurements could not be stored and will be taken later ({problem}).");
        }

        await SaveAsync(lease, part, seen, measured, health, fault is null ? to : part.MeasuredUntil, cancel);
        return fault;

        Point Of(string metric, double value, DateTimeOffset at, CloudResource resource) => new(metric, value, at, new Dictionary<string, string>
        {
            ["provider"] = lease.Connection.Provider, ["connection"] = lease.Connection.Name, ["kind"] = part.Part.Kind, ["type"] = part.Part.Type, ["region"] = resource.Region,
            ["resource"] = resource.Name, ["resource_id"] = resource.Id,
        });
    }

    private async Task<ProviderResult<IReadOnlyList<Measurement>>> AskAsync(
        ICloudSession cloud, Part part, IReadOnlyList<CloudResource> seen, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            return await cloud.MeasureAsync(part, seen, from, to, both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Fault(FaultKind.Unavailable, "The cloud's monitoring did not answer in time.");
        }
    }

    // The provider's own checks know better than the state: a machine that runs may still be broken.
    private static Dictionary<string, string> HealthOf(IReadOnlyList<CloudResource> seen, IReadOnlyList<Measurement> measured)
    {
        var checks = measured.Where(one => one.IsHealthy is not null).GroupBy(one => one.MonitoringId).ToDictionary(group => group.Key, group => group.MaxBy(one => one.At)!.IsHealthy!.Value);
        return seen.DistinctBy(resource => resource.Id).ToDictionary(
            resource => resource.Id,
            resource => resource.Health == CloudResource.Healthy && checks.TryGetValue(resource.MonitoringId, out var isHealthy) && !isHealthy ? CloudResource.Unhealthy : resource.Health);
    }

    private async Task SaveAsync(
        SyncLease lease, KnownPart part, IReadOnlyList<CloudResource> seen, IReadOnlyList<Measurement> measured, Dictionary<string, string> health, DateTimeOffset? until, CancellationToken cancel)
    {
        // Lost leases show when the next page is stored.
        await using var session = await lease.OpenAsync(database, time.GetStoredNow(), cancel);
        if (session is null)
        {
            return;
        }

        var latest = measured.Where(one => one.CpuPercent is not null).GroupBy(one => one.MonitoringId).ToDictionary(group => group.Key, group => group.MaxBy(one => one.At)!);
        var rows = seen.DistinctBy(resource => resource.Id).Select(resource => (resource.Id, Health: health[resource.Id], Latest: latest.GetValueOrDefault(resource.MonitoringId))).ToList();
        await session.ExecuteAsync($"update parts set measured_until = {until} where connection_id = {lease.Connection.Id} and part = {part.Part.Name}", cancel);
        await session.ExecuteAsync($"""
            update resources r set health = m.health, cpu_percent = coalesce(m.cpu, r.cpu_percent), measured_at = coalesce(m.at, r.measured_at)
            from unnest({rows.Select(row => row.Id).ToArray()}, {rows.Select(row => row.Health).ToArray()}, {rows.Select(row => row.Latest?.CpuPercent).ToArray()},
              {rows.Select(row => row.Latest?.At).ToArray()}) as m (id, health, cpu, at)
            where r.connection_id = {lease.Connection.Id} and r.resource_id = m.id
            """, cancel);
        await session.CommitAsync(cancel);
    }

    private static DateTimeOffset Floor(DateTimeOffset moment) => moment.AddTicks(-(moment.UtcTicks % Step.Ticks));
}

internal static class TelemetryRegistration
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<CollectorOptions>, CollectorOptionsSetup>();
        builder.Services.AddSingleton<IValidateOptions<CollectorOptions>, CollectorOptionsSetup>();
        builder.Services.AddOptions<CollectorOptions>().ValidateOnStart();
        builder.Services.AddSingleton<PeerClient>();
        builder.Services.AddSingleton<Collector>();
        builder.Services.AddSingleton<Measuring>();
    }
}
