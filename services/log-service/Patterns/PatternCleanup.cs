using SreCopilot.Database;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Patterns;

/// <summary>Forgets patterns whose lines are all gone.</summary>
internal sealed class PatternCleanup(ServiceDatabase database, TimeProvider time) : ILeasedJob
{
    // A pattern is stored with its first line, so what is older and has no counts has no lines.
    private static readonly TimeSpan Age = TimeSpan.FromDays(2);

    public string Name => "patterns";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        // As system: the job serves all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        await session.ExecuteAsync($"""
            delete from log_patterns p where p.changed_at < {time.GetUtcNow() - Age}
              and not exists (select from log_pattern_hours h where h.project_id = p.project_id and h.pattern = p.id)
              and not exists (select from log_patterns o where o.project_id = p.project_id and o.merged_into = p.id)
            """, cancel);
        await session.ExecuteAsync($"""
            delete from log_pattern_samples s where not exists (select from log_patterns p where p.project_id = s.project_id and p.id = s.pattern)
              and s.time < {time.GetUtcNow() - Age}
            """, cancel);
        await session.CommitAsync(cancel);
    }
}
