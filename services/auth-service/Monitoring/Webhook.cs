using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>Whose alerts come over a webhook, and how to know that they do.</summary>
/// <param name="Id">The integration.</param>
/// <param name="TenantId">Its tenant.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="IntegrationType">prometheus, grafana, alertmanager or generic.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">Where it answers; empty when it has no address.</param>
/// <param name="Secret">By which the sender proves who it is.</param>
/// <param name="PreviousSecret">The one before, or null.</param>
/// <param name="PreviousValidUntil">Until when that one works, too.</param>
/// <param name="Settings">How its alerts are read; see <see cref="WebhookSettings"/>.</param>
internal sealed record WebhookResponse(
    Guid Id, Guid TenantId, Guid ProjectId, string IntegrationType, string Name, string Url, string Secret, string? PreviousSecret, DateTimeOffset? PreviousValidUntil,
    JsonObject? Settings);

/// <summary><c>GET /internal/monitoring/webhooks/{integration_id}</c></summary>
internal static class Webhook
{
    public static void MapWebhook(this IEndpointRouteBuilder routes) => routes.MapGet("/internal/monitoring/webhooks/{integration_id}", GetAsync)
        .Named("get_webhook")
        .WithSummary("Whose webhook this is and its secrets; for integration-service. 404 also when it is switched off or its project deactivated")
        .WithTags("Internal")
        .Produces<WebhookResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<WebhookResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "integration_id")] Guid id, HttpContext http, ServiceDatabase database, IntegrationSecrets secrets, CancellationToken cancel)
    {
        // The id itself says whose it is; until it is found there is no tenant to limit the session to.
        await using var session = await database.OpenAsSystemAsync(cancel);
        if (await StoredIntegration.FindWebhookAsync(session, id, cancel) is not var (stored, tenantId) || secrets.WebhookSecretOf(stored) is not { } secret)
        {
            return ApiErrors.NotFound("There is no such webhook.");
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new WebhookResponse(
            stored.Id, tenantId, stored.ProjectId, stored.Type, stored.Name, stored.Url, secret, secrets.PreviousWebhookSecretOf(stored), stored.PreviousValidUntil,
            secrets.ConfigOf(stored)[WebhookSettings.Field] as JsonObject));
    }
}
