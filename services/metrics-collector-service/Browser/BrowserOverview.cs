using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Browser;

/// <summary>How users experience the pages.</summary>
/// <param name="WebVitals">LCP, FID, CLS, FCP, TTFB and INP; times in ms.</param>
/// <param name="JsErrorsTotal">Errors of scripts.</param>
/// <param name="PageLoadsTotal">Pages loaded.</param>
/// <param name="AjaxCallsTotal">Requests of scripts.</param>
/// <param name="TotalEvents">Reports of browsers.</param>
/// <param name="TimeFrom">The beginning of what all this is about.</param>
/// <param name="TimeTo">Its end.</param>
internal sealed record BrowserFigures(
    IReadOnlyDictionary<string, VitalFigures> WebVitals, long JsErrorsTotal, long PageLoadsTotal, long AjaxCallsTotal, long TotalEvents, DateTimeOffset TimeFrom, DateTimeOffset TimeTo);

/// <summary>One of the web vitals.</summary>
/// <param name="Avg">The mean.</param>
/// <param name="Count">How many were measured.</param>
/// <param name="P75">What 75% do not exceed: by this value Google calls pages good or poor.</param>
internal sealed record VitalFigures(double Avg, long Count, [property: JsonPropertyName("p75")] double P75);

/// <summary><c>GET /browser/overview</c></summary>
internal static class BrowserOverview
{
    private static readonly string[] Vitals = ["LCP", "FID", "CLS", "FCP", "TTFB", "INP"];
    private static readonly TimeSpan Most = TimeSpan.FromDays(31);

    public static void MapBrowserOverview(this IEndpointRouteBuilder routes) => routes.MapGet("/browser/overview", GetAsync)
        .Named("get_browser_overview")
        .WithSummary("Web vitals and counts; default the last 24 hours, at most 31 days. With app: of one application")
        .WithTags("Browser")
        .WithTimeRange("app")
        .Produces<BrowserFigures>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<BrowserFigures>, JsonHttpResult<ErrorBody>>> GetAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (app, range) = (query.Line("app"), query.Range(time.GetUtcNow(), TimeSpan.FromDays(1), Most));
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var rows = await session.ListAsync($"""
            select e.kind, upper(e.name), count(*), coalesce(avg(e.value), 0), coalesce(percentile_cont(0.75) within group (order by e.value), 0) from browser_events e
            where e.project_id = {caller.ProjectId} and e.time >= {range.From} and e.time < {range.To} and ({app}::text is null or e.app_name = {app})
            group by 1, 2
            """, row => (Kind: row.GetString(0), Name: row.GetStringOrNull(1), Count: row.GetInt64(2), Avg: row.GetDouble(3), P75: row.GetDouble(4)), cancel);
        return TypedResults.Ok(new BrowserFigures(
            Vitals.ToDictionary(name => name, name => rows.Where(row => row.Kind == "vital" && row.Name == name)
                .Select(row => new VitalFigures(Math.Round(row.Avg, 2), row.Count, Math.Round(row.P75, 3))).FirstOrDefault() ?? new VitalFigures(0, 0, 0)),
            CountOf("error"), CountOf("page_load"), CountOf("ajax"), CountOf("batch"), range.From, range.To));

        long CountOf(string kind) => rows.Where(row => row.Kind == kind).Sum(row => row.Count);
    }
}
