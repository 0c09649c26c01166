using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Webhooks;

namespace SreCopilot.IntegrationService.Groups;

/// <summary>
/// What is due: alerts that were not sent again, groups of which incident-service could not be told, incidents whose hold time
/// is over. Whoever takes a group puts it off first, so it is done once on however many replicas, and a replica that dies gives it back.
/// </summary>
internal sealed partial class GroupWorker(
    ServiceDatabase database, Expiry expiry, IncidentReports reports, IncidentClient client, IOptions<WebhookOptions> options, TimeProvider time,
    ILogger<GroupWorker> logger) : BackgroundService
{
    private const int AtOnce = 2;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RunAsync(stoppingToken)));

    private async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.PollSeconds));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await TryAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops; what is due stays due.
        }
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            await expiry.ExpireAsync(stopping);
            while (await TakeAsync(stopping) is { } due)
            {
                await (due.IsReportPending ? reports.ReportAsync(due.Scope, due.Id) : RecoverAsync(due, stopping));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!DatabaseFaults.IsUnavailable(e))
            {
                LogFailed(e);
            }
        }
    }

    private async Task<Due?> TakeAsync(CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        // As system: the queue is of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var due = await session.SingleOrDefaultAsync($"""
            update alert_groups g set due_at = {now + GroupStore.Lease}, attempts = g.attempts + 1
            where g.id = (select id from alert_groups where due_at <= {now} order by due_at limit 1 for update skip locked)
            returning g.tenant_id, g.project_id, g.id, g.integration_id, g.source, g.report_pending
            """, row => new Due(new CallerScope(row.GetGuid(0), row.GetGuid(1)), row.GetGuid(2), row.GetGuid(3), row.GetString(4), row.GetBoolean(5)), cancel);
        await session.CommitAsync(cancel);
        return due;
    }

    private async Task RecoverAsync(Due due, CancellationToken cancel)
    {
        if (!await client.RecoverAsync(due.Scope, new RecoveryReport(due.Id.ToString(), due.Source), cancel))
        {
            // The lease is the pause.
            return;
        }

        var now = time.GetStoredNow();
        await using var session = await database.OpenAsync(due.Scope, cancel);
        await Source.LockAsync(session, due.IntegrationId, cancel);
        var closed = await session.ExecuteAsync($"""
            update alert_groups set closed_at = coalesce(closed_at, {now}), due_at = null where id = {due.Id} and (closed_at is not null or recover_at <= {now})
            """, cancel);
        await (closed > 0
            ? session.ExecuteAsync($"update monitoring_alerts set is_open = false where group_id = {due.Id} and is_open", cancel)
            // An alert came back while the incident was being resolved: that is a new incident.
            : session.ExecuteAsync($"""
                update alert_groups set report_pending = true, revision = revision + 1, reported_severity = null, due_at = {now} where id = {due.Id}
                """, cancel));
        await session.CommitAsync(cancel);
    }

    [LoggerMessage(LogLevel.Error, "Looking after alert groups failed")]
    private partial void LogFailed(Exception exception);

    private sealed record Due(CallerScope Scope, Guid Id, Guid IntegrationId, string Source, bool IsReportPending);
}
