using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.SyntheticService.Checks;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Running;

/// <summary>Writes into the audit log that a check was refused because of where it would have led, as after DNS rebinding: once, until a check
/// ends in another way.</summary>
internal sealed class RefusedChecks(AuditLog audit)
{
    /// <summary>Call it before the result is stored.</summary>
    public async Task NoteAsync(DatabaseSession session, SyntheticMonitor monitor, Outcome outcome, CancellationToken cancel)
    {
        if (outcome.Failure != Failures.Refused || await FindLastFailureAsync(session, monitor, cancel) == Failures.Refused)
        {
            return;
        }

        audit.Add(session, AuditActor.Service(monitor.TenantId, "synthetic-service"), new AuditEntry
        {
            Action = "monitor.address_refused", ResourceType = "monitor", ResourceId = monitor.Id.ToString(), ProjectId = monitor.ProjectId, Error = outcome.Message,
        });
    }

    private static Task<string?> FindLastFailureAsync(DatabaseSession session, SyntheticMonitor monitor, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select coalesce(failure, '') from results where monitor_id = {monitor.Id} order by started_at desc limit 1", row => row.GetString(0), cancel);
}
