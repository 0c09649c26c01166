using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.LogService.Patterns;

/// <summary>The patterns of a project's messages.</summary>
/// <param name="Patterns">The most frequent first.</param>
internal sealed record PatternsAnswer(IReadOnlyList<PatternItem> Patterns);

/// <summary>Messages of one kind.</summary>
/// <param name="Id">Names the pattern; parameter <c>pattern</c> of the search.</param>
/// <param name="Pattern">What its messages have in common; values are <c>&lt;*&gt;</c>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Level">The level of the sample.</param>
/// <param name="Levels">How many there are per level.</param>
/// <param name="Sample">One of the newest.</param>
/// <param name="FirstSeen">The time of the oldest.</param>
/// <param name="LastSeen">The time of the newest.</param>
/// <param name="Trend">How many there were in each of the last 24 hours, the present one last.</param>
/// <param name="IsNew">Whether the first came within the last 24 hours.</param>
internal sealed record PatternItem(
    Guid Id, string Pattern, long Count, string Level, IReadOnlyDictionary<string, long> Levels, string Sample, DateTimeOffset FirstSeen, DateTimeOffset LastSeen,
    IReadOnlyList<long> Trend, bool IsNew);

/// <summary><c>GET /logs/patterns</c></summary>
internal static class PatternList
{
    private const int DefaultLimit = 1000;
    private const int MaximumLimit = 5000;

    public static void MapPatternList(this IEndpointRouteBuilder routes) => routes.MapGet("/logs/patterns", ListAsync)
        .Named("list_log_patterns")
        .WithSummary($"Patterns of messages, the most frequent first: time_from and time_to (to the hour), level, limit (1 to {MaximumLimit}, default {DefaultLimit})")
        .WithTags("Patterns")
        .Produces<PatternsAnswer>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<PatternsAnswer>, JsonHttpResult<ErrorBody>>> ListAsync(
        string? time_from, string? time_to, string? level, string? limit, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var range = TimeRange.Read(reader, time_from, time_to);
        var wanted = reader.Level("level", level);
        var most = reader.Number("limit", limit, DefaultLimit, 1, MaximumLimit);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        var now = time.GetUtcNow();
        await using var session = await database.OpenAsync(caller, cancel);
        var counts = await PatternCounts.ReadAsync(session, caller.ProjectId!.Value, range, wanted, now, cancel);
        var names = await PatternNames.ReadAsync(session, caller.ProjectId.Value, cancel);
        var items = counts
            .GroupBy(count => names.Resolve(count.Pattern))
            .Select(group => Describe(group.Key, [.. group], names, now))
            .OrderByDescending(item => item.Count).ThenBy(item => item.Pattern, StringComparer.Ordinal)
            .Take(most);
        return TypedResults.Ok(new PatternsAnswer([.. items]));
    }

    private static PatternItem Describe(Guid id, List<CountedPattern> counts, PatternNames names, DateTimeOffset now)
    {
        var newest = counts.Select(count => names.SampleOf(count.Pattern)).OfType<StoredSample>().MaxBy(sample => sample.Time);
        var first = counts.Min(count => count.First);
        return new PatternItem(
            id,
            names.TextOf(id),
            counts.Sum(count => count.Lines),
            (newest?.Level ?? counts.MaxBy(count => count.Last)!.Level).Name(),
            counts.GroupBy(count => count.Level).OrderBy(group => group.Key).ToDictionary(group => group.Key.Name(), group => group.Sum(count => count.Lines)),
            newest?.Text ?? "",
            first,
            counts.Max(count => count.Last),
            [.. Enumerable.Range(0, PatternCounts.TrendHours).Select(hour => counts.Sum(count => count.Trend[hour]))],
            first > now.AddHours(-PatternCounts.TrendHours));
    }
}
