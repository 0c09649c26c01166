using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Results;

/// <summary>One page of a monitor's results.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Limit">The most on a page.</param>
/// <param name="Pages">How many pages; 0 when there is nothing.</param>
internal sealed record ResultPage(IReadOnlyList<CheckResult> Items, int Total, int Page, int Limit, int Pages);

/// <summary><c>GET /monitors/{monitor_id}/results</c></summary>
internal static class ResultList
{
    public static void MapResultList(this IEndpointRouteBuilder routes) => routes.MapGet("/monitors/{monitor_id}/results", ListAsync)
        .Named("list_results")
        .WithSummary("The results of a monitor, the newest first: page (from 1), limit (1 to 200, default 50)")
        .WithTags("Results")
        .Produces<ResultPage>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<ResultPage>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "monitor_id")] Guid monitorId, [FromQuery(Name = "page")] string? page, [FromQuery(Name = "limit")] string? limit,
        HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var number = reader.Number("page", page, 1, 1, 1_000_000);
        var most = reader.Number("limit", limit, 50, 1, 200);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await SyntheticMonitor.FindAsync(session, caller.ProjectId!.Value, monitorId, cancel) is null)
        {
            return MonitorEndpoints.NotFound();
        }

        var total = await session.SingleOrDefaultAsync($"select count(*)::int from results where monitor_id = {monitorId}", row => row.GetInt32(0), cancel);
        var items = await session.ListAsync($"""
            select {CheckResult.Columns} from results r where r.monitor_id = {monitorId}
            order by r.started_at desc, r.id desc limit {most} offset {(number - 1L) * most}
            """, row => CheckResult.Read(row), cancel);
        return TypedResults.Ok(new ResultPage(items, total, number, most, (total + most - 1) / most));
    }
}
