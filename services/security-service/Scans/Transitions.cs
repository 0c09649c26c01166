using SreCopilot.Database;
using SreCopilot.SecurityService.Vulnerabilities;

namespace SreCopilot.SecurityService.Scans;

/// <summary>A finding as it was before the scan.</summary>
internal sealed record KnownFinding(Guid Id, string Status, string StatusBy);

/// <summary>
/// What a scan does to the status of findings. It reopens what was resolved, by whomever, because it is there. It does not touch
/// what a person ignores, calls a false positive or works on. What a scan itself set aside (VEX, suppressions) a later scan takes back.
/// </summary>
internal sealed class Transitions(DatabaseSession session, CallerScope scope, DateTimeOffset now)
{
    private readonly List<(Guid Id, string? From, string To, string Reason)> _changes = [];

    /// <summary>Findings that were not known.</summary>
    public int New => _changes.Count(change => change.From is null);

    /// <summary>Findings that were resolved and are there again.</summary>
    public int Reopened => _changes.Count(change => change is { From: Status.Resolved, To: Status.Open });

    /// <summary>Findings that are there no more.</summary>
    public int Resolved => _changes.Count(change => change.To == Status.Resolved);

    public void Seen(Guid id, KnownFinding? known, Finding finding)
    {
        var setAside = finding.Verdict switch { Verdict.FalsePositive => Status.FalsePositive, Verdict.Ignored => Status.Ignored, _ => null };
        if (known is null)
        {
            Add(id, null, setAside ?? Status.Open, setAside is null ? "Found." : finding.VerdictReason);
        }
        else if (setAside is not null)
        {
            if (known.Status != setAside && (known.Status is Status.Open or Status.Resolved || known.StatusBy == Status.ByScan))
            {
                Add(id, known.Status, setAside, finding.VerdictReason);
            }
        }
        else if (known.Status == Status.Resolved)
        {
            Add(id, known.Status, Status.Open, "Found again.");
        }
        else if (finding.Verdict == Verdict.Counts && known is { Status: Status.FalsePositive or Status.Ignored, StatusBy: Status.ByScan })
        {
            Add(id, known.Status, Status.Open, "Is said to count after all.");
        }
    }

    public void Gone(KnownFinding known, ScanPart part) =>
        Add(known.Id, known.Status, Status.Resolved, $"Not found any more by {part.Source}{(part.Target.Length > 0 ? $" in {part.Target}" : "")}.");

    public async Task SaveAsync(string by, CancellationToken cancel)
    {
        foreach (var changes in ScanStore.InBatches(_changes))
        {
            var (ids, states) = (Array.ConvertAll(changes, change => change.Id), Array.ConvertAll(changes, change => change.To));
            await session.ExecuteAsync($"""
                update vulnerabilities v set status = c.status, status_by = {by}, status_at = {now},
                  reopened_count = v.reopened_count + case when v.status = {Status.Resolved} and c.status = {Status.Open} then 1 else 0 end
                from unnest({ids}, {states}) as c (id, status) where v.id = c.id
                """, cancel);
            await session.ExecuteAsync($"""
                insert into vulnerability_changes (vulnerability_id, project_id, tenant_id, old_status, new_status, changed_by, reason, changed_at)
                select c.id, {scope.ProjectId}, {scope.TenantId}, c.old_status, c.status, {by}, c.reason, {now}
                from unnest({ids}, {Array.ConvertAll(changes, change => change.From)}, {states}, {Array.ConvertAll(changes, change => change.Reason)}) as c (id, old_status, status, reason)
                """, cancel);
        }
    }

    private void Add(Guid id, string? from, string to, string? reason) => _changes.Add((id, from, to, string.IsNullOrEmpty(reason) ? "The scan says so." : reason));
}
