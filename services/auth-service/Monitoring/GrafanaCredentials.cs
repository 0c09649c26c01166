using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>How to reach the Grafana of a project.</summary>
/// <param name="Id">The integration.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">Without a slash at the end.</param>
/// <param name="Username">For basic authentication.</param>
/// <param name="Password">For basic authentication; null: none, or it cannot be decrypted any more.</param>
/// <param name="ApiKey">For a bearer token; null: none, or it cannot be decrypted any more.</param>
internal sealed record GrafanaCredentialsResponse(Guid Id, string Name, string Url, string? Username, string? Password, string? ApiKey);

/// <summary><c>GET /internal/monitoring/grafana</c></summary>
internal static class GrafanaCredentials
{
    public static void MapGrafanaCredentials(this IEndpointRouteBuilder routes) => routes.MapGet("/internal/monitoring/grafana", GetAsync)
        .Named("get_grafana_credentials")
        .WithSummary("Address and credentials of the Grafana that a project uses; for api-gateway, on behalf of a user of that project")
        .WithTags("Internal")
        .Produces<GrafanaCredentialsResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<GrafanaCredentialsResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromQuery(Name = "project_id")] string? projectId, HttpContext http, ServiceDatabase database, IntegrationSecrets secrets, CancellationToken cancel)
    {
        if (!Guid.TryParse(projectId, out var id))
        {
            return ApiErrors.BadRequest("project_id: must be a UUID", ErrorCodes.InvalidUuid);
        }

        // The token says on whose behalf the service asks; the question must be about that and nothing else.
        var caller = http.GetCaller();
        if (caller.TenantId is null || caller.ProjectId != id)
        {
            return ApiErrors.Forbidden("The internal token is not for this project.");
        }

        await using var session = await database.OpenAsync(caller, cancel);
        return await StoredIntegration.FindUsableAsync(session, id, IntegrationType.Grafana, cancel) is { } stored
            ? TypedResults.Ok(new GrafanaCredentialsResponse(
                stored.Id, stored.Name, stored.Url, stored.Username, secrets.PasswordOf(stored), secrets.ApiKeyOf(stored)))
            : ApiErrors.NotFound("No Grafana integration is configured for this project.");
    }
}
