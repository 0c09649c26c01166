using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Monitoring;

/// <summary><c>GET /projects/{project_id}/monitoring/integrations</c> and <c>.../{integration_id}</c></summary>
internal static partial class IntegrationList
{
    public static void MapIntegrationList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/projects/{project_id}/monitoring/integrations", ListAsync)
            .Named("list_integrations")
            .WithSummary("The monitoring systems of a project, the newest first")
            .WithTags("Monitoring")
            .Produces<IReadOnlyList<Integration>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/projects/{project_id}/monitoring/integrations/{integration_id}", GetAsync)
            .Named("get_integration")
            .WithSummary("One monitoring system; owners may see its secrets with include_secrets=true")
            .WithTags("Monitoring")
            .Produces<IntegrationWithSecrets>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    public static JsonHttpResult<ErrorBody> NotFound() => ApiErrors.NotFound("The project has no such integration.");

    private static async Task<Results<Ok<IReadOnlyList<Integration>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromQuery(Name = "integration_type")] string? type, HttpContext http, Authorizer authorizer,
        IntegrationView view, CancellationToken cancel)
    {
        await using var member = await authorizer.OpenAsync(http, projectId, cancel);
        if (member.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!string.IsNullOrEmpty(type) && !IntegrationType.All.Contains(type))
        {
            return ApiErrors.BadRequest($"integration_type: must be one of {string.Join(", ", IntegrationType.All)}", ErrorCodes.InvalidFieldValue);
        }

        var stored = await StoredIntegration.ListAsync(member.Database, projectId, string.IsNullOrEmpty(type) ? null : type, cancel);
        return TypedResults.Ok<IReadOnlyList<Integration>>(stored.ConvertAll(one => view.Show(one, http.Request)));
    }

    private static async Task<Results<Ok<Integration>, Ok<IntegrationWithSecrets>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "integration_id")] Guid id, [FromQuery(Name = "include_secrets")] bool? includeSecrets,
        HttpContext http, Authorizer authorizer, IntegrationView view, ILogger<Integration> logger, CancellationToken cancel)
    {
        await using var member = await authorizer.OpenAsync(http, projectId, cancel);
        if (member.Refusal is { } refusal)
        {
            return refusal;
        }

        if (includeSecrets == true && !member.Allows("read_integration_secrets"))
        {
            return ApiErrors.Forbidden("Only owners of the project may see secrets.");
        }

        if (await StoredIntegration.FindAsync(member.Database, projectId, id, cancel) is not { } stored)
        {
            return NotFound();
        }

        if (includeSecrets != true)
        {
            return TypedResults.Ok(view.Show(stored, http.Request));
        }

        LogRead(logger, id, projectId, member.UserId);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(view.ShowWithSecrets(stored, http.Request));
    }

    [LoggerMessage(LogLevel.Information, "The secrets of integration {IntegrationId} of project {ProjectId} were shown to user {UserId}")]
    private static partial void LogRead(ILogger logger, Guid integrationId, Guid projectId, Guid userId);
}
