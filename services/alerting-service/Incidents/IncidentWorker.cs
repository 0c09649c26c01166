using SreCopilot.AlertingService.Evaluation;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Incidents;

/// <summary>
/// Tells incident-service what it does not know yet. Whoever takes a problem puts it off first, so it is done once on however many
/// replicas, and a replica that dies gives it back.
/// </summary>
internal sealed partial class IncidentWorker(ServiceDatabase database, IncidentClient client, TimeProvider time, ILogger<IncidentWorker> logger) : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly WakeUp _wakeUp = new();

    /// <summary>Something is due.</summary>
    public void Wake() => _wakeUp.Set();

    public override void Dispose()
    {
        _wakeUp.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RunAsync(stoppingToken)));

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await TryAsync(stopping);
                await _wakeUp.WaitAsync(Poll, stopping);
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
            while (await TakeAsync(stopping) is { } due)
            {
                await (due.IsReportPending ? ReportAsync(due, stopping) : RecoverAsync(due, stopping));
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

    private async Task<Problem?> TakeAsync(CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        // As system: the queue is of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var due = await session.SingleOrDefaultAsync($"""
            update problems p set due_at = {now + Lease}, attempts = p.attempts + 1
            where p.id = (select id from problems where due_at <= {now} order by due_at limit 1 for update skip locked)
            returning {Problem.Columns}
            """, Problem.Read, cancel);
        await session.CommitAsync(cancel);
        return due;
    }

    private async Task ReportAsync(Problem due, CancellationToken cancel)
    {
        var incident = await client.ReportAsync(due.Scope, due.Report, cancel);
        await using var session = await database.OpenAsync(due.Scope, cancel);
        await session.ExecuteAsync(incident is null
            ? $"update problems set due_at = {Backoff(due)} where id = {due.Id} and revision = {due.Revision}"
            // News that came meanwhile is told at once; when nothing fires any more, so is that.
            : (Sql)$"""
                update problems p set incident_id = {incident}, reported_severity = {due.Report.Severity}, report_pending = p.revision <> {due.Revision}, attempts = 0,
                  due_at = case when p.revision <> {due.Revision}
                    or not exists (select 1 from problem_alerts y join alerts a on a.id = y.alert_id where y.problem_id = p.id and a.resolved_at is null) then {time.GetStoredNow()} end
                where p.id = {due.Id}
                """, cancel);
        await session.CommitAsync(cancel);
    }

    private async Task RecoverAsync(Problem due, CancellationToken cancel)
    {
        var told = await client.RecoverAsync(due.Scope, new RecoveryReport(due.Id.ToString(), IncidentClient.Source, "All alerts of this incident are over."), cancel);
        await using var session = await database.OpenAsync(due.Scope, cancel);
        await session.ExecuteAsync(told
            // An alert that fired meanwhile has set another revision: it is reported, and opens a new incident.
            ? $"update problems set closed_at = {time.GetStoredNow()}, due_at = null where id = {due.Id} and revision = {due.Revision} and not report_pending"
            : (Sql)$"update problems set due_at = {Backoff(due)} where id = {due.Id} and revision = {due.Revision}", cancel);
        await session.CommitAsync(cancel);
    }

    // 1 s, doubling to a minute, for as long as it takes.
    private DateTimeOffset Backoff(Problem due) => time.GetStoredNow() + TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(due.Attempts - 1, 10))));

    [LoggerMessage(LogLevel.Error, "Telling incident-service failed")]
    private partial void LogFailed(Exception exception);
}
