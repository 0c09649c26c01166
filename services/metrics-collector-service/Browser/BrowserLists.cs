using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Browser;

/// <summary><c>GET /browser/page-loads</c>, <c>/browser/errors</c> and <c>/browser/ajax</c>: what the browsers said, with the page and the time.</summary>
internal static class BrowserLists
{
    private const int Most = 500;

    public static void MapBrowserLists(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/browser/page-loads", "list_page_loads", "page_load", "url", 200);
        Map(routes, "/browser/errors", "list_browser_errors", "error", "url", 100);
        Map(routes, "/browser/ajax", "list_browser_requests", "ajax", "page_url", 100);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string name, string kind, string pageField, int fallback) => routes
        .MapGet(path, (HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel) => ListAsync(kind, pageField, fallback, http, database, time, cancel))
        .Named(name)
        .WithSummary($"The newest first; limit 1 to {Most}, default {fallback.ToString(CultureInfo.InvariantCulture)}")
        .WithTags("Browser")
        .WithPages("app")
        .Produces<IReadOnlyList<RawJson>>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<IReadOnlyList<RawJson>>, JsonHttpResult<ErrorBody>>> ListAsync(
        string kind, string pageField, int fallback, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (app, range, limit, offset) = (query.Line("app"), query.OpenRange(time.GetUtcNow()), query.Limit(fallback, Most), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        // The event's own fields override those of the page, as in the contract.
        return TypedResults.Ok<IReadOnlyList<RawJson>>(await session.ListAsync($"""
            select (jsonb_build_object({pageField}::text, e.url, 'app_name', e.app_name,
                'timestamp', to_char(e.time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) || e.data)::text
            from browser_events e
            where e.project_id = {caller.ProjectId} and e.kind = {kind} and e.time >= {range.From} and e.time < {range.To} and ({app}::text is null or e.app_name = {app})
            order by e.time desc limit {limit} offset {offset}
            """, row => new RawJson(row.GetString(0)), cancel));
    }
}
