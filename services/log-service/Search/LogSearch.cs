using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.LogService.Storage;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.LogService.Search;

/// <summary>One page of lines.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Total">How many there are on all pages; at least so many when <paramref name="TotalIsExact"/> is false.</param>
/// <param name="Limit">The most on a page.</param>
/// <param name="Offset">How many newer ones were left out.</param>
/// <param name="TotalIsExact">False when there are too many to count, or the search took too long.</param>
/// <param name="IsComplete">False when the search took too long: nothing older than <paramref name="SearchedBackTo"/> was looked at.</param>
/// <param name="SearchedBackTo">How far; null when everything was looked at.</param>
/// <param name="NextCursor">Parameter <c>cursor</c> of the next page; null when this is the last. New lines do not move the pages.</param>
internal sealed record LogPage(
    IReadOnlyList<LogLine> Items, long Total, int Limit, int Offset, bool TotalIsExact, bool IsComplete, DateTimeOffset? SearchedBackTo, string? NextCursor);

/// <summary>The query parameters of <c>GET /logs/search</c>; none is required.</summary>
internal readonly struct SearchParameters
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

    [FromQuery(Name = "trace_id")]
    public string? TraceId { get; init; }

    [FromQuery(Name = "pattern")]
    public string? Pattern { get; init; }

    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }

    [FromQuery(Name = "offset")]
    public string? Offset { get; init; }

    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }
}

/// <summary><c>GET /logs/search</c></summary>
internal static class LogSearch
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1000;
    private const int MaximumOffset = 100_000;

    public static void MapLogSearch(this IEndpointRouteBuilder routes) => routes.MapGet("/logs/search", SearchAsync)
        .Named("search_logs")
        .WithSummary($"Lines of the project, the newest first: query (the search language: text, \"phrases\", level:error, service:api, status:>=500, -noise), service, level, time_from, time_to, trace_id, pattern, limit (1 to {MaximumLimit}, default {DefaultLimit}), offset or cursor")
        .WithTags("Search")
        .Produces<LogPage>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<LogPage>, JsonHttpResult<ErrorBody>>> SearchAsync(
        [AsParameters] SearchParameters parameters, HttpContext http, ServiceDatabase database, IOptions<LogServiceOptions> options, TimeProvider time, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var filter = LogFilter.Read(reader, parameters.Query, parameters.Service, parameters.Level, parameters.TraceId, parameters.Pattern);
        var range = TimeRange.Read(reader, parameters.TimeFrom, parameters.TimeTo);
        var limit = reader.Number("limit", parameters.Limit, DefaultLimit, 1, MaximumLimit);
        var offset = reader.Number("offset", parameters.Offset, 0, 0, MaximumOffset);
        LineKey? cursor = null;
        if (!string.IsNullOrEmpty(parameters.Cursor) && (cursor = LineKey.Parse(parameters.Cursor)) is null)
        {
            reader.Fail("cursor", "must be the next_cursor of another page");
        }

        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        var search = new SearchRun(database, CallerScope.Of(caller), filter, range, time, TimeSpan.FromSeconds(options.Value.SearchSeconds));
        return TypedResults.Ok(await search.ReadPageAsync(limit, offset, cursor, cancel));
    }
}
