using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Dashboards;

/// <summary>What is left of a dashboard.</summary>
/// <param name="Status">deleted.</param>
/// <param name="DashboardId">The dashboard.</param>
internal sealed record DashboardDeleted(string Status, Guid DashboardId);

/// <summary><c>/dashboards</c></summary>
internal static class DashboardEndpoints
{
    public static void MapDashboards(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/dashboards", CreateAsync)
            .Named("create_dashboard")
            .WithSummary("Makes a dashboard")
            .WithTags("Dashboards")
            .Produces<Dashboard>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/dashboards", ListAsync)
            .Named("list_dashboards")
            .WithSummary("The dashboards of the project, the last changed first; limit 1 to 500, default 500")
            .WithTags("Dashboards")
            .WithQuery("limit", "offset")
            .Produces<IReadOnlyList<Dashboard>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/dashboards/{dashboard_id}", GetAsync)
            .Named("get_dashboard")
            .WithSummary("A dashboard")
            .WithTags("Dashboards")
            .Produces<Dashboard>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapPut("/dashboards/{dashboard_id}", UpdateAsync)
            .Named("update_dashboard")
            .WithSummary("Changes what the body names of a dashboard; widgets are replaced as a whole")
            .WithTags("Dashboards")
            .Produces<Dashboard>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapDelete("/dashboards/{dashboard_id}", DeleteAsync)
            .Named("delete_dashboard")
            .WithSummary("Deletes a dashboard")
            .WithTags("Dashboards")
            .Produces<DashboardDeleted>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Dashboard>, JsonHttpResult<ErrorBody>>> CreateAsync(
        DashboardRequest request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var json = new JsonReading();
        var body = DashboardBody.Read(request, json);
        if (body.Name is null or "")
        {
            return ApiErrors.BadRequest("Required: name", ErrorCodes.MissingRequiredField);
        }

        if (json.HasMistakes)
        {
            return json.Refuse();
        }

        var caller = http.GetCaller();
        var now = TimeText.Stored(time.GetUtcNow());
        await using var session = await database.OpenAsync(caller, cancel);
        var dashboard = await session.SingleOrDefaultAsync($"""
            insert into dashboards as b (id, tenant_id, project_id, name, description, widgets, variables, created_by, created_at, updated_at)
            values ({Guid.NewGuid()}, {caller.TenantId}, {caller.ProjectId}, {body.Name}, {body.Description ?? ""}, {(body.Widgets ?? RawJson.EmptyArray).Text}::json,
              {(body.Variables ?? RawJson.EmptyObject).Text}::json, {caller.Email ?? ""}, {now}, {now})
            returning {Dashboard.Columns}
            """, Dashboard.Read, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(dashboard!);
    }

    private static async Task<Results<Ok<IReadOnlyList<Dashboard>>, JsonHttpResult<ErrorBody>>> ListAsync(HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (limit, offset) = (query.Limit(500, 500), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return TypedResults.Ok<IReadOnlyList<Dashboard>>(await session.ListAsync($"""
            select {Dashboard.Columns} from dashboards b where b.project_id = {caller.ProjectId}
            order by b.updated_at desc, b.id desc limit {limit} offset {offset}
            """, Dashboard.Read, cancel));
    }

    private static async Task<Results<Ok<Dashboard>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "dashboard_id")] Guid dashboardId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await session.SingleOrDefaultAsync(
            $"select {Dashboard.Columns} from dashboards b where b.id = {dashboardId} and b.project_id = {caller.ProjectId}", Dashboard.Read, cancel) is { } dashboard
            ? TypedResults.Ok(dashboard)
            : Dashboard.NotFound();
    }

    private static async Task<Results<Ok<Dashboard>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "dashboard_id")] Guid dashboardId, DashboardRequest request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var json = new JsonReading();
        var body = DashboardBody.Read(request, json);
        if (json.HasMistakes)
        {
            return json.Refuse();
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var dashboard = await session.SingleOrDefaultAsync($"""
            update dashboards as b set name = coalesce({body.Name}, b.name), description = coalesce({body.Description}, b.description),
              widgets = coalesce({body.Widgets?.Text}::json, b.widgets), variables = coalesce({body.Variables?.Text}::json, b.variables),
              updated_at = greatest(b.updated_at, {TimeText.Stored(time.GetUtcNow())})
            where b.id = {dashboardId} and b.project_id = {caller.ProjectId}
            returning {Dashboard.Columns}
            """, Dashboard.Read, cancel);
        await session.CommitAsync(cancel);
        return dashboard is null ? Dashboard.NotFound() : TypedResults.Ok(dashboard);
    }

    private static async Task<Results<Ok<DashboardDeleted>, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "dashboard_id")] Guid dashboardId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var deleted = await session.ExecuteAsync($"delete from dashboards where id = {dashboardId} and project_id = {caller.ProjectId}", cancel);
        await session.CommitAsync(cancel);
        return deleted == 0 ? Dashboard.NotFound() : TypedResults.Ok(new DashboardDeleted("deleted", dashboardId));
    }
}
