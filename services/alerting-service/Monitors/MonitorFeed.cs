using System.Text.Json;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.AlertingService.Muting;
using SreCopilot.Database;
using SreCopilot.Events;

namespace SreCopilot.AlertingService.Monitors;

/// <summary>What synthetic-service says about a failing monitor, as far as it is needed here.</summary>
internal sealed record MonitorEvent(Guid AlertId, string? Severity, string? Service, string? Message, Guid MonitorId, string? MonitorName, Dictionary<string, string>? Labels);

/// <summary>An event as it is in Redis.</summary>
internal sealed record EventBody(string? Type, JsonElement Data);

/// <summary>
/// Reads the alerts of synthetic-service from the events of projects that have a policy for them. How far a project was read is kept in
/// the database, in the transaction of what followed, so each is taken once on however many replicas.
/// </summary>
internal sealed partial class MonitorFeed(ServiceDatabase database, EventLog events, AlertLedger ledger, TimeProvider time, ILogger<MonitorFeed> logger) : BackgroundService
{
    private const int Piece = 500;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    // Redis that lost its data has smaller ids than before; and what another replica could not do is to be done.
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(30);

    private long? _last;
    private DateTimeOffset _sweptAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Poll);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; what was not read is read by the next.
        }
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            var (last, now) = (await events.FindLastIdAsync(), time.GetUtcNow());
            if (last == _last && now - _sweptAt < Sweep)
            {
                return;
            }

            foreach (var scope in await ListProjectsAsync(stopping))
            {
                await ReadAsync(scope, stopping);
            }

            (_last, _sweptAt) = (last, now);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (!DatabaseFaults.IsUnavailable(exception) && exception is not (StackExchange.Redis.RedisException or TimeoutException))
            {
                LogFailed(exception);
            }
        }
    }

    private async Task<List<CallerScope>> ListProjectsAsync(CancellationToken cancel)
    {
        // As system: the projects of all tenants. Those with unresolved alerts of monitors, too, although the policy may be gone.
        await using var session = await database.OpenAsSystemAsync(cancel);
        return await session.ListAsync($"""
            select tenant_id, project_id from policies where includes_monitors and enabled
            union select tenant_id, project_id from alerts where source = 'monitor' and resolved_at is null
            """, row => new CallerScope(row.GetGuid(0), row.GetGuid(1)), cancel);
    }

    private async Task ReadAsync(CallerScope scope, CancellationToken cancel)
    {
        var project = scope.ProjectId!.Value;
        await using var session = await database.OpenAsync(scope, cancel);
        await session.ExecuteAsync($"insert into event_positions (project_id, last_id) values ({project}, 0) on conflict do nothing", cancel);
        var position = await session.SingleOrDefaultAsync($"select last_id from event_positions where project_id = {project} for update", row => row.GetInt64(0), cancel);
        var found = await events.ReadAfterAsync(project, position, Piece);
        if (found.Count == 0)
        {
            return;
        }

        foreach (var entry in found)
        {
            if (entry.Channel == EventChannels.Alerts && Read(entry.Envelope) is var (type, monitor))
            {
                await ApplyAsync(session, scope, type, monitor, cancel);
            }
        }

        await session.ExecuteAsync($"update event_positions set last_id = {found[^1].Id} where project_id = {project}", cancel);
        await session.CommitAsync(cancel);
    }

    private async Task ApplyAsync(DatabaseSession session, CallerScope scope, string type, MonitorEvent monitor, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        if (type == "alert.fired")
        {
            var labels = new Dictionary<string, string> { ["monitor_id"] = monitor.MonitorId.ToString() };
            var alert = new FiredAlert
            {
                Id = monitor.AlertId, TenantId = scope.TenantId, ProjectId = scope.ProjectId!.Value, Source = FiredAlert.OfMonitor,
                ConditionName = $"Monitor {monitor.MonitorName} is failing", Series = JsonSerializer.Serialize(labels, AlertingJson.Default.DictionaryStringString),
                Reason = "monitor", Message = monitor.Message ?? "", Severity = monitor.Severity is "warning" or "info" ? monitor.Severity : "critical",
                ServiceName = monitor.Service ?? "", Status = "firing", FiredAt = now,
            };
            await ledger.FireAsync(session, alert, await MutingRule.ListActiveAsync(session, alert.ProjectId, now, cancel), cancel);
        }
        else if (await session.SingleOrDefaultAsync(
            $"select {FiredAlert.Columns} from alerts a where a.id = {monitor.AlertId} and a.project_id = {scope.ProjectId} and a.source = 'monitor'", FiredAlert.Read, cancel) is { } known)
        {
            await ledger.ResolveAsync(session, known, monitor.Message ?? "The monitor passes again.", cancel);
        }
    }

    /// <summary><c>{"type":"alert.fired","data":{"alert_id":"...","monitor_id":"...","labels":{"source":"synthetic"}}}</c></summary>
    private static (string Type, MonitorEvent Monitor)? Read(string envelope)
    {
        try
        {
            return JsonSerializer.Deserialize(envelope, AlertingJson.Default.EventBody) is { Type: "alert.fired" or "alert.resolved", Data.ValueKind: JsonValueKind.Object } body
                && body.Data.Deserialize(AlertingJson.Default.MonitorEvent) is { } monitor && monitor.Labels?.GetValueOrDefault("source") == "synthetic"
                    ? (body.Type, monitor)
                    : null;
        }
        catch (JsonException)
        {
            // Somebody else's.
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "Reading the alerts of monitors failed")]
    private partial void LogFailed(Exception exception);
}
