using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.LogService.Overview;

/// <summary>How many lines.</summary>
/// <param name="Total">All of them.</param>
/// <param name="ByLevel">Per level that occurs.</param>
/// <param name="ByService">Per service that occurs.</param>
internal sealed record StatisticsAnswer(long Total, IReadOnlyDictionary<string, long> ByLevel, IReadOnlyDictionary<string, long> ByService);

/// <summary><c>GET /logs/stats</c></summary>
internal static class LogStatistics
{
    public static void MapLogStatistics(this IEndpointRouteBuilder routes) => routes.MapGet("/logs/stats", GetAsync)
        .Named("get_log_statistics")
        .WithSummary("How many lines there are per level and service; with time_from and time_to those of that time, to the minute")
        .WithTags("Overview")
        .Produces<StatisticsAnswer>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<StatisticsAnswer>, JsonHttpResult<ErrorBody>>> GetAsync(
        string? time_from, string? time_to, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var range = TimeRange.Read(reader, time_from, time_to);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var counts = await session.ListAsync(
            $"""
            select l.level, l.service, sum(l.lines)::bigint from {range.CountedLines}
            where l.project_id = {caller.ProjectId!.Value} and {range.CountedCondition} group by l.level, l.service
            """,
            row => (Level: ((Level)row.GetInt16(0)).Name(), Service: row.GetString(1), Lines: row.GetInt64(2)),
            cancel);
        return TypedResults.Ok(new StatisticsAnswer(
            counts.Sum(count => count.Lines),
            counts.GroupBy(count => count.Level).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(count => count.Lines)),
            counts.GroupBy(count => count.Service).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(count => count.Lines))));
    }
}
