using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IntegrationService.Access;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IntegrationService.Deliveries;

/// <summary><c>GET /projects/{project_id}/monitoring/integrations/{integration_id}/deliveries</c></summary>
internal static class DeliveryList
{
    private const int DefaultLimit = 20;
    private const int MaximumLimit = 100;
    private const int MaximumPage = 100_000;

    public static void MapDeliveryList(this IEndpointRouteBuilder routes) => routes.MapGet(
            "/projects/{project_id}/monitoring/integrations/{integration_id}/deliveries", ListAsync)
        .Named("list_deliveries")
        .WithSummary("The webhooks that an integration sent, the newest first; empty for an integration that never sent one")
        .WithTags("Monitoring")
        .Produces<DeliveryPage>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<DeliveryPage>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "integration_id")] string integrationId, string? page, string? limit,
        HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        if (!Guid.TryParse(integrationId, out var integration))
        {
            return ApiErrors.BadRequest("integration_id: must be a UUID", ErrorCodes.InvalidUuid);
        }

        var query = new QueryReader(unprocessable: true);
        var number = query.Number("page", page, 1, 1, MaximumPage);
        var most = query.Number("limit", limit, DefaultLimit, 1, MaximumLimit);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var session = await database.OpenAsync(ProjectAccess.ScopeOf(http.GetCaller(), projectId), cancel);
        var total = await session.SingleOrDefaultAsync(
            $"select count(*)::int from deliveries where project_id = {projectId} and integration_id = {integration}", row => row.GetInt32(0), cancel);
        var items = await session.ListAsync($"""
            select {Delivery.Columns} from deliveries d where d.project_id = {projectId} and d.integration_id = {integration}
            order by d.received_at desc, d.id limit {most} offset {(number - 1) * most}
            """, Delivery.Read, cancel);
        return TypedResults.Ok(new DeliveryPage(items, total, number, most, (total + most - 1) / most));
    }
}
