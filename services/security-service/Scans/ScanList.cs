using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.SecurityService.Scans;

/// <summary>One page of a project's scans.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Limit">The most on a page.</param>
/// <param name="Pages">How many pages; 0 when there is nothing.</param>
internal sealed record ScanPage(IReadOnlyList<Scan> Items, int Total, int Page, int Limit, int Pages);

/// <summary><c>GET /scans</c></summary>
internal static class ScanList
{
    public static void MapScanList(this IEndpointRouteBuilder routes) => routes.MapGet("/scans", ListAsync)
        .Named("list_scans")
        .WithSummary("The scans of the project, the newest first: service, page (from 1), limit (1 to 200, default 50)")
        .WithTags("Scans")
        .Produces<ScanPage>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<ScanPage>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromQuery(Name = "service")] string? service, [FromQuery(Name = "page")] string? page, [FromQuery(Name = "limit")] string? limit,
        HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var name = reader.Line("service", service, 255);
        var number = reader.Number("page", page, 1, 1, 1_000_000);
        var most = reader.Number("limit", limit, 50, 1, 200);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var total = await session.SingleOrDefaultAsync($"select count(*)::int {Wanted()}", row => row.GetInt32(0), cancel);
        var items = await session.ListAsync(
            $"select {Scan.Columns} {Wanted()} order by s.received_at desc, s.id desc limit {most} offset {(number - 1L) * most}", row => Scan.Read(row), cancel);
        return TypedResults.Ok(new ScanPage(items, total, number, most, (total + most - 1) / most));

        Sql Wanted() => $"from scans s join scan_scopes c on c.id = s.scope_id where s.project_id = {caller.ProjectId} and ({name}::text is null or c.service_name = {name})";
    }
}
