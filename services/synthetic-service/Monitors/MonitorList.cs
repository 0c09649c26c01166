using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.SyntheticService.Results;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary><c>GET /monitors</c> and <c>GET /monitors/{monitor_id}</c></summary>
internal static class MonitorList
{
    private const int DefaultLimit = 500;

    /// <summary>How many there are on all pages; the body is the bare list that clients expect.</summary>
    private const string TotalHeader = "X-Total-Count";

    public static void MapMonitorList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/monitors", ListAsync)
            .Named("list_monitors")
            .WithSummary($"The monitors of the project with their last results, the newest monitor first: page (from 1), limit (1 to {DefaultLimit}, which is the default). The header {TotalHeader} says how many there are on all pages")
            .WithTags("Monitors")
            .Produces<IReadOnlyList<MonitorResponse>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/monitors/{monitor_id}", GetAsync)
            .Named("get_monitor")
            .WithSummary("A monitor with its last result")
            .WithTags("Monitors")
            .Produces<MonitorResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<IReadOnlyList<MonitorResponse>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromQuery(Name = "page")] string? page, [FromQuery(Name = "limit")] string? limit, HttpContext http, ServiceDatabase database, MonitorHeaders headers, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var number = reader.Number("page", page, 1, 1, 1_000_000);
        var most = reader.Number("limit", limit, DefaultLimit, 1, DefaultLimit);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var total = await session.SingleOrDefaultAsync($"select count(*)::int from monitors where project_id = {caller.ProjectId}", row => row.GetInt32(0), cancel);
        // One look into the index of results per monitor.
        var list = await session.ListAsync($"""
            select {SyntheticMonitor.Columns}, {CheckResult.Columns}
            from monitors m left join lateral (select * from results where monitor_id = m.id order by started_at desc, id desc limit 1) r on true
            where m.project_id = {caller.ProjectId} order by m.created_at desc, m.id desc limit {most} offset {(number - 1L) * most}
            """, row => Read(row, headers), cancel);
        http.Response.Headers[TotalHeader] = total.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Ok<IReadOnlyList<MonitorResponse>>(list);
    }

    private static async Task<Results<Ok<MonitorResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "monitor_id")] Guid monitorId, HttpContext http, ServiceDatabase database, MonitorHeaders headers, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await session.SingleOrDefaultAsync($"""
            select {SyntheticMonitor.Columns}, {CheckResult.Columns}
            from monitors m left join lateral (select * from results where monitor_id = m.id order by started_at desc, id desc limit 1) r on true
            where m.id = {monitorId} and m.project_id = {caller.ProjectId}
            """, row => Read(row, headers), cancel) is { } monitor ? TypedResults.Ok(monitor) : MonitorEndpoints.NotFound();
    }

    private static MonitorResponse Read(Npgsql.NpgsqlDataReader row, MonitorHeaders headers) => MonitorResponse.Of(
        SyntheticMonitor.Read(row), headers, row.IsDBNull(SyntheticMonitor.ColumnCount) ? null : CheckResult.Read(row, SyntheticMonitor.ColumnCount));
}
