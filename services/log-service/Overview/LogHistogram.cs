using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.LogService.Overview;

/// <summary>Lines over time.</summary>
/// <param name="From">The begin of the first bucket.</param>
/// <param name="To">The end.</param>
/// <param name="IntervalSeconds">The length of a bucket.</param>
/// <param name="Buckets">All of them, also those without lines.</param>
/// <param name="Total">The lines in all buckets.</param>
/// <param name="CountedFrom">A text was looked for and the time did not suffice: buckets before this are empty for that reason. Else null.</param>
internal sealed record HistogramAnswer(DateTimeOffset From, DateTimeOffset To, int IntervalSeconds, IReadOnlyList<HistogramBucket> Buckets, long Total, DateTimeOffset? CountedFrom);

/// <summary>One interval.</summary>
/// <param name="Timestamp">Its begin.</param>
/// <param name="Count">The lines in it.</param>
/// <param name="ByLevel">Per level that occurs.</param>
internal sealed record HistogramBucket(DateTimeOffset Timestamp, long Count, IReadOnlyDictionary<string, long> ByLevel);

/// <summary>The query parameters of <c>GET /logs/histogram</c>; none is required.</summary>
internal readonly struct HistogramParameters
{
    [FromQuery(Name = "query")]
    public string? Query { get; init; }

    [FromQuery(Name = "service")]
    public string? Service { get; init; }

    [FromQuery(Name = "level")]
    public string? Level { get; init; }

    [FromQuery(Name = "time_from")]
    public string? TimeFrom { get; init; }

    [FromQuery(Name = "time_to")]
    public string? TimeTo { get; init; }

    [FromQuery(Name = "interval_seconds")]
    public string? IntervalSeconds { get; init; }
}

/// <summary><c>GET /logs/histogram</c></summary>
internal static class LogHistogram
{
    private const int MaximumBuckets = 1500;
    private static readonly int[] Intervals = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

    public static void MapLogHistogram(this IEndpointRouteBuilder routes) => routes.MapGet("/logs/histogram", GetAsync)
        .Named("get_log_histogram")
        .WithSummary("Lines over time per level: query (the search language), service, level, time_from and time_to (default the last 24 hours), interval_seconds (whole minutes; default about 100 buckets)")
        .WithTags("Overview")
        .Produces<HistogramAnswer>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<HistogramAnswer>, JsonHttpResult<ErrorBody>>> GetAsync(
        [AsParameters] HistogramParameters parameters, HttpContext http, ServiceDatabase database, IOptions<LogServiceOptions> options, TimeProvider time, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var filter = LogFilter.Read(reader, parameters.Query, parameters.Service, parameters.Level);
        var (from, to, interval) = ReadBuckets(reader, parameters, time.GetUtcNow());
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var counter = new BucketCounter(database, CallerScope.Of(http.GetCaller()), filter, from, to, interval);
        var (counts, countedFrom) = await counter.CountAsync(TimeSpan.FromSeconds(options.Value.SearchSeconds), cancel);
        var byBucket = counts.ToLookup(count => count.Bucket);
        var buckets = new List<HistogramBucket>();
        for (var start = from; start < to; start = start.AddSeconds(interval))
        {
            var levels = byBucket[start].GroupBy(count => count.Level).OrderBy(level => level.Key).ToDictionary(level => level.Key.Name(), level => level.Sum(count => count.Lines));
            buckets.Add(new HistogramBucket(start, levels.Values.Sum(), levels));
        }

        return TypedResults.Ok(new HistogramAnswer(from, to, interval, buckets, buckets.Sum(bucket => bucket.Count), countedFrom));
    }

    private static (DateTimeOffset From, DateTimeOffset To, int Interval) ReadBuckets(QueryReader reader, HistogramParameters parameters, DateTimeOffset now)
    {
        var range = TimeRange.Read(reader, parameters.TimeFrom, parameters.TimeTo);
        var to = range.To ?? now;
        var from = range.From ?? (to > DateTimeOffset.UnixEpoch.AddDays(1) ? to.AddDays(-1) : to);
        var wanted = reader.Number("interval_seconds", parameters.IntervalSeconds, 0, 60, 86_400);
        if (wanted % 60 != 0)
        {
            reader.Fail("interval_seconds", "must be whole minutes");
        }

        if (from > to)
        {
            reader.Fail("time_from", "must not be after time_to");
            return (to, to, 60);
        }

        var interval = wanted > 0 ? wanted : Intervals.FirstOrDefault(seconds => (to - from).TotalSeconds / seconds <= 120, Intervals[^1]);
        if ((to - from).TotalSeconds / interval > MaximumBuckets)
        {
            reader.Fail("interval_seconds", $"would make more than {MaximumBuckets} buckets");
            return (to, to, interval);
        }

        // Buckets begin at round times.
        var start = DateTimeOffset.UnixEpoch.AddSeconds((from.ToUnixTimeSeconds() / interval) * interval);
        var end = DateTimeOffset.UnixEpoch.AddSeconds(((to.ToUnixTimeSeconds() / interval) + 1) * interval);
        return (start, end, interval);
    }
}
