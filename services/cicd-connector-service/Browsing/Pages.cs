using SreCopilot.CicdConnectorService.Providers;

namespace SreCopilot.CicdConnectorService.Browsing;

/// <summary>Repositories.</summary>
/// <param name="Repos">In the order of the system.</param>
/// <param name="NextCursor">Gets the next page; null on the last one.</param>
internal sealed record RepositoryPage(IReadOnlyList<Repository> Repos, string? NextCursor);

/// <summary>Pipelines, or for GitHub without a repository the repositories.</summary>
/// <param name="Repos">Empty when a repository was named.</param>
/// <param name="Pipelines">In the order of the system.</param>
/// <param name="NextCursor">Gets the next page; null on the last one.</param>
internal sealed record PipelinePage(IReadOnlyList<Repository> Repos, IReadOnlyList<Pipeline> Pipelines, string? NextCursor);

/// <summary>Runs.</summary>
/// <param name="Runs">The newest first.</param>
/// <param name="NextCursor">Gets the next page; null on the last one.</param>
internal sealed record RunPage(IReadOnlyList<Run> Runs, string? NextCursor);

/// <summary>A run of a pipeline.</summary>
/// <param name="Id">The system's number of it.</param>
/// <param name="Name">The pipeline.</param>
/// <param name="Status">queued, in_progress or completed.</param>
/// <param name="Conclusion">success, failure or cancelled; null while it goes on, or when nothing ran.</param>
/// <param name="Branch">May be empty.</param>
/// <param name="HeadSha">The whole commit; may be empty.</param>
/// <param name="Actor">Who started it; may be empty.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it ended; null while it goes on.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="HtmlUrl">Where people see it.</param>
internal sealed record Run(
    string Id, string Name, string Status, string? Conclusion, string Branch, string HeadSha, string Actor, DateTimeOffset? CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, long? DurationMs, string HtmlUrl)
{
    public static Run Of(Report report)
    {
        var id = report.Id[(report.Id.LastIndexOf(':') + 1)..];
        var (status, conclusion) = report.State switch
        {
            RunState.Success => ("completed", "success"),
            RunState.Failed => ("completed", "failure"),
            RunState.Cancelled => ("completed", "cancelled"),
            RunState.InProgress => ("in_progress", (string?)null),
            _ => (report.FinishedAt is null ? "queued" : "completed", null),
        };
        return new Run(
            id, report.Pipeline, status, conclusion, report.Branch, report.CommitSha, report.DeployedBy, report.CreatedAt, report.StartedAt, report.FinishedAt,
            (long?)(report.FinishedAt - report.StartedAt)?.TotalMilliseconds, report.Url);
    }
}
