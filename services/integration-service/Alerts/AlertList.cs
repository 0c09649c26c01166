using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IntegrationService.Access;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IntegrationService.Alerts;

/// <summary><c>GET /projects/{project_id}/monitoring/alerts</c></summary>
internal static class AlertList
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 1000;

    private static readonly string[] Statuses = [Alert.Firing, Alert.Resolved, "acknowledged"];

    public static void MapAlertList(this IEndpointRouteBuilder routes) => routes.MapGet("/projects/{project_id}/monitoring/alerts", ListAsync)
        .Named("list_monitoring_alerts")
        .WithSummary("What the monitoring systems of a project reported, the newest first")
        .WithTags("Monitoring")
        .Produces<IReadOnlyList<Alert>>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<IReadOnlyList<Alert>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromQuery(Name = "integration_id")] string? integrationId, string? status, string? limit,
        HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader(unprocessable: true);
        var integration = query.Id("integration_id", integrationId);
        var wanted = query.Word("status", status, Statuses);
        var most = query.Number("limit", limit, DefaultLimit, 1, MaximumLimit);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var session = await database.OpenAsync(ProjectAccess.ScopeOf(http.GetCaller(), projectId), cancel);
        var alerts = await session.ListAsync($"""
            select {Alert.Columns}, s.name, s.integration_type
            from monitoring_alerts a join sources s on s.integration_id = a.integration_id
            where a.project_id = {projectId} and ({integration}::uuid is null or a.integration_id = {integration}) and ({wanted}::text is null or a.status = {wanted})
            order by a.received_at desc, a.id limit {most}
            """, Alert.Read, cancel);
        return TypedResults.Ok<IReadOnlyList<Alert>>(alerts);
    }
}
