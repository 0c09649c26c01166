using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Deployments;

/// <summary><c>GET /deployments</c> and <c>GET /deployments/{deployment_id}</c></summary>
internal static class DeploymentList
{
    public static void MapDeploymentList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/deployments", ListAsync)
            .Named("list_deployments")
            .WithSummary("The deployments of the project, the newest first; limit 1 to 200, default 50")
            .WithTags("Deployments")
            .WithPages("service", "environment", "status", "source")
            .Produces<IReadOnlyList<Deployment>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/deployments/{deployment_id}", GetAsync)
            .Named("get_deployment")
            .WithSummary("A deployment")
            .WithTags("Deployments")
            .Produces<Deployment>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<IReadOnlyList<Deployment>>, JsonHttpResult<ErrorBody>>> ListAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (service, environment) = (query.Line("service"), query.Line("environment"));
        var (status, source) = (query.Word("status", DeploymentReport.Statuses), query.Word("source", DeploymentReport.Sources));
        var (range, limit, offset) = (query.OpenRange(time.GetUtcNow()), query.Limit(50, 200), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        Sql ofService = service switch { null => $"", _ => $"and d.service = {service}" };
        return TypedResults.Ok<IReadOnlyList<Deployment>>(await session.ListAsync($"""
            select {Deployment.Columns} from deployments d
            where d.project_id = {caller.ProjectId} {ofService} and d.started_at >= {range.From} and d.started_at < {range.To}
              and ({environment}::text is null or d.environment = {environment}) and ({status}::text is null or d.status = {status})
              and ({source}::text is null or d.source = {source})
            order by d.started_at desc, d.id desc limit {limit} offset {offset}
            """, Deployment.Read, cancel));
    }

    private static async Task<Results<Ok<Deployment>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "deployment_id")] Guid deploymentId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await session.SingleOrDefaultAsync(
            $"select {Deployment.Columns} from deployments d where d.id = {deploymentId} and d.project_id = {caller.ProjectId}", Deployment.Read, cancel) is { } deployment
            ? TypedResults.Ok(deployment)
            : ApiErrors.NotFound("There is no such deployment in this project.");
    }
}
