using SreCopilot.AlertingService.Alerts;
using SreCopilot.AlertingService.Policies;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Incidents;

/// <summary>Which alerts make which incident: one per condition (or monitor), or one per policy.</summary>
internal sealed class ProblemBook(IncidentWorker worker, TimeProvider time)
{
    /// <summary>What the platform's incidents call a severity.</summary>
    public static string SeverityOf(string severity) => severity switch { "critical" => "critical", "warning" => "medium", _ => "low" };

    /// <summary>Has an alert open or join an incident. Every new alert is told again: a person may have resolved the incident meanwhile.</summary>
    public async Task AddAsync(DatabaseSession session, FiredAlert alert, Policy policy, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        var isShared = policy.IncidentPreference == Policy.PerPolicy;
        var key = isShared ? $"policy:{policy.PolicyId}" : alert.ProblemKey;
        var title = Cut(isShared ? $"{policy.Name}: {alert.Title}" : alert.Title, 200);
        var service = string.IsNullOrWhiteSpace(alert.ServiceName) ? "unknown" : Cut(alert.ServiceName, 100);
        var id = await session.SingleOrDefaultAsync($"""
            insert into problems as p (id, tenant_id, project_id, key, title, description, service_name, severity, report_pending, due_at, opened_at)
            values ({Guid.NewGuid()}, {alert.TenantId}, {alert.ProjectId}, {key}, {title}, {Cut(alert.Message, 5000)}, {service}, {SeverityOf(alert.Severity)}, true, {now}, {now})
            on conflict (project_id, key) where closed_at is null do update set report_pending = true, revision = p.revision + 1, due_at = {now}, attempts = 0,
              severity = case when array_position(array['critical', 'high', 'medium', 'low'], excluded.severity) < array_position(array['critical', 'high', 'medium', 'low'], p.severity)
                then excluded.severity else p.severity end
            returning p.id
            """, row => row.GetGuid(0), cancel);
        await session.ExecuteAsync(
            $"insert into problem_alerts (project_id, problem_id, alert_id) values ({alert.ProjectId}, {id}, {alert.Id}) on conflict do nothing", cancel);
        session.AfterCommit(worker.Wake);
    }

    /// <summary>Has incidents resolved whose last alert this was.</summary>
    public async Task RecoverAsync(DatabaseSession session, FiredAlert alert, CancellationToken cancel)
    {
        var recovered = await session.ExecuteAsync($"""
            update problems p set due_at = {time.GetStoredNow()}, attempts = 0
            where p.id in (select x.problem_id from problem_alerts x where x.alert_id = {alert.Id}) and p.closed_at is null
              and not exists (select 1 from problem_alerts y join alerts a on a.id = y.alert_id where y.problem_id = p.id and a.resolved_at is null)
            """, cancel);
        if (recovered > 0)
        {
            session.AfterCommit(worker.Wake);
        }
    }

    // incident-service takes no control characters, and labels may hold anything.
    private static string Cut(string text, int length) => new([.. text.Take(length).Select(character => char.IsControl(character) ? ' ' : character)]);
}
