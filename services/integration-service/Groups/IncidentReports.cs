using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Senders;
using SreCopilot.IntegrationService.Webhooks;

namespace SreCopilot.IntegrationService.Groups;

/// <summary>
/// Tells incident-service about groups. However many deliveries of this replica wait for the incident of a group, one question is
/// on its way; several replicas may ask at once, and incident-service answers all of them with the same incident.
/// </summary>
internal sealed partial class IncidentReports(
    ServiceDatabase database, IncidentClient client, IOptions<WebhookOptions> options, TimeProvider time, ILogger<IncidentReports> logger)
{
    private const int AtOnce = 8;

    private readonly SharedQuestions<(CallerScope Scope, Guid Group), Guid?> _questions = new();

    /// <summary>The incidents of groups, told about now where that has not happened yet.</summary>
    /// <returns>Without those of which incident-service could not be told in time; they follow in the background.</returns>
    public async Task<IReadOnlyDictionary<Guid, Guid>> ReportNowAsync(Integration source, IReadOnlyList<Guid> groups, CancellationToken cancel)
    {
        var incidents = new ConcurrentDictionary<Guid, Guid>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.AnswerSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = both.Token }, async (group, stop) =>
            {
                if (await ReportAsync(source.Scope, group).WaitAsync(stop) is { } incident)
                {
                    incidents[group] = incident;
                }
            });
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Everything is stored; the answer need not wait any longer.
        }

        return incidents;
    }

    /// <summary>Tells incident-service what it does not know yet of a group.</summary>
    /// <returns>The group's incident; null when there is none yet.</returns>
    public Task<Guid?> ReportAsync(CallerScope scope, Guid group) => _questions.AskAsync((scope, group), ReportAsync);

    private async Task<Guid?> ReportAsync((CallerScope Scope, Guid Group) what)
    {
        try
        {
            if (await FindAsync(what.Scope, what.Group) is not { } waiting)
            {
                return null;
            }

            if (!waiting.IsPending)
            {
                return waiting.IncidentId;
            }

            if (await client.ReportAsync(what.Scope, waiting.Report, CancellationToken.None) is { } incident)
            {
                await CompleteAsync(what.Scope, waiting, incident);
                return incident;
            }

            await PostponeAsync(what.Scope, what.Group);
        }
        catch (Exception e) when (DatabaseFaults.IsUnavailable(e))
        {
            // The lease ends, and the background tries again.
            LogPutOff(what.Group);
        }

        return null;
    }

    private async Task<Waiting?> FindAsync(CallerScope scope, Guid group)
    {
        await using var session = await database.OpenAsync(scope);
        return await session.SingleOrDefaultAsync($"""
            select id, title, description, service_name, severity, source, opened_at, reported_severity, revision, report_pending, incident_id
            from alert_groups where id = {group} and project_id = {scope.ProjectId}
            """, Waiting.Read);
    }

    private async Task CompleteAsync(CallerScope scope, Waiting told, Guid incident)
    {
        var now = time.GetStoredNow();
        // One row, without the integration's lock: reports come in as often as deliveries and must not queue with them.
        await using var session = await database.OpenAsync(scope);
        // Closed meanwhile: a report that took longer than the hold time made a new incident of an old problem, so resolve it.
        await session.ExecuteAsync($"""
            update alert_groups set incident_id = {incident}, reported_severity = {told.Report.Severity}, report_pending = revision <> {told.Revision}, attempts = 0,
              due_at = case when closed_at is not null or revision <> {told.Revision} then {now} else recover_at end
            where id = {told.Id}
            """);
        await session.CommitAsync();
    }

    private async Task PostponeAsync(CallerScope scope, Guid group)
    {
        await using var session = await database.OpenAsync(scope);
        await session.ExecuteAsync($"""
            update alert_groups set attempts = attempts + 1, due_at = {time.GetStoredNow()} + least(60, power(2, least(attempts, 10))) * interval '1 second' where id = {group}
            """);
        await session.CommitAsync();
    }

    [LoggerMessage(LogLevel.Warning, "Telling incident-service about alert group {GroupId} was put off: the database is away")]
    private partial void LogPutOff(Guid groupId);

    private sealed record Waiting(Guid Id, ProblemReport Report, int Revision, bool IsPending, Guid? IncidentId)
    {
        public static Waiting Read(NpgsqlDataReader row)
        {
            var severity = row.GetString(4);
            var isWorse = row.GetStringOrNull(7) is { } reported && SeverityMap.IsWorse(severity, reported);
            return new Waiting(
                row.GetGuid(0),
                new ProblemReport(row.GetGuid(0).ToString(), row.GetString(1), row.GetString(2), row.GetString(3), severity, row.GetString(5), row.GetFieldValue<DateTimeOffset>(6), isWorse),
                row.GetInt32(8), row.GetBoolean(9), row.GetValueOrNull<Guid>(10));
        }
    }
}
