using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>A new connection to a monitoring system.</summary>
/// <param name="IntegrationType">prometheus, grafana, alertmanager or generic.</param>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Url">http or https, without credentials; a generic sender need not have one.</param>
/// <param name="Description">Free text.</param>
/// <param name="Username">For basic authentication.</param>
/// <param name="Password">For basic authentication.</param>
/// <param name="ApiKey">For a bearer token.</param>
/// <param name="Config">An object with further settings; <c>webhook</c> in it says how alerts are read.</param>
/// <param name="WebhookEnabled">Whether it may send alerts. Default: true.</param>
/// <param name="IsPrimary">Whether the platform reads from this one; the first of a type always is. Default: true.</param>
internal sealed record CreateIntegrationRequest(
    string? IntegrationType, string? Name, string? Url, string? Description, string? Username, string? Password, string? ApiKey, JsonElement? Config,
    bool? WebhookEnabled, bool? IsPrimary);

/// <summary><c>POST /projects/{project_id}/monitoring/integrations</c></summary>
internal static class IntegrationCreation
{
    private const int MaximumIntegrations = 100;

    public static void MapIntegrationCreation(this IEndpointRouteBuilder routes) => routes.MapPost("/projects/{project_id}/monitoring/integrations", CreateAsync)
        .Named("create_integration")
        .WithSummary("Connects a project to a monitoring system; the webhook secret is in this answer")
        .WithTags("Monitoring")
        .Produces<CreatedIntegration>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<CreatedIntegration>, JsonHttpResult<ErrorBody>>> CreateAsync(
        [FromRoute(Name = "project_id")] Guid projectId, CreateIntegrationRequest request, HttpContext http, Authorizer authorizer,
        IntegrationSecrets secrets, IntegrationView view, TimeProvider time, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        var config = request.Config is { } sent ? ConfigObject.Read(sent, IntegrationRules.ConfigLength) : [];
        var mistakes = IntegrationRules.FindMistakes(request.Name ?? "", request.Description, request.Url ?? "", request.Username, request.Password, request.ApiKey).ToList();
        mistakes.AddRange(IntegrationRules.FindMistakes(request.Config));
        if (string.IsNullOrEmpty(request.Url) && request.IntegrationType != IntegrationType.Generic)
        {
            mistakes.Add(IntegrationRules.UrlMistake);
        }

        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        if (!IntegrationType.All.Contains(request.IntegrationType))
        {
            return ApiErrors.BadRequest($"integration_type: must be one of {string.Join(", ", IntegrationType.All)}", ErrorCodes.InvalidFieldValue);
        }

        var others = await Primary.LockAsync(admin, request.IntegrationType!, cancel);
        if (others.Total >= MaximumIntegrations)
        {
            return ApiErrors.Conflict($"The project has {MaximumIntegrations} integrations already. Delete some that are not used any more.");
        }

        var isPrimary = request.IsPrimary != false || others.OfType == 0;
        if (isPrimary)
        {
            await Primary.ClearAsync(admin, request.IntegrationType!, cancel);
        }

        var id = Guid.NewGuid();
        var now = time.GetUtcNow();
        var webhookSecret = request.WebhookEnabled != false ? IntegrationSecrets.NewWebhookSecret() : null;
        await admin.Database.ExecuteAsync($"""
            insert into monitoring_integrations (id, project_id, tenant_id, integration_type, name, description, url, username,
              password_encrypted, api_key_encrypted, webhook_secret_encrypted, config_encrypted, webhook_enabled, is_primary, created_at, updated_at, created_by)
            values ({id}, {projectId}, {admin.TenantId}, {request.IntegrationType}, {request.Name!.Trim()}, {request.Description},
              {IntegrationRules.ParseUrl(request.Url ?? "") ?? ""}, {request.Username}, {secrets.EncryptPassword(id, NullIfEmpty(request.Password))},
              {secrets.EncryptApiKey(id, NullIfEmpty(request.ApiKey))}, {secrets.EncryptWebhookSecret(id, webhookSecret)}, {secrets.EncryptConfig(id, config!)},
              {request.WebhookEnabled != false}, {isPrimary}, {now}, {now}, {admin.UserId})
            """, cancel);
        var stored = (await StoredIntegration.FindAsync(admin.Database, projectId, id, cancel))!;
        admin.Audit(id, null, stored.ToAudit());
        await admin.Database.CommitAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new CreatedIntegration(view.Show(stored, http.Request), webhookSecret));
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
