using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Passwords;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>What to change; null leaves it. Secrets that come back empty or as *** are left, too.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Description">Free text.</param>
/// <param name="Url">http or https, without credentials.</param>
/// <param name="Username">For basic authentication.</param>
/// <param name="Password">For basic authentication.</param>
/// <param name="ApiKey">For a bearer token.</param>
/// <param name="Config">Replaces the further settings, but for secrets in it that are absent, empty or ***.</param>
/// <param name="WebhookEnabled">Whether it may send alerts.</param>
/// <param name="Status">active, inactive, error or testing.</param>
/// <param name="IsPrimary">Whether the platform reads from this one.</param>
internal sealed record UpdateIntegrationRequest(
    string? Name, string? Description, string? Url, string? Username, string? Password, string? ApiKey, JsonElement? Config,
    bool? WebhookEnabled, string? Status, bool? IsPrimary);

/// <summary><c>PATCH</c> and <c>DELETE /projects/{project_id}/monitoring/integrations/{integration_id}</c></summary>
internal static class IntegrationChanges
{
    public static void MapIntegrationChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/projects/{project_id}/monitoring/integrations/{integration_id}", UpdateAsync)
            .Named("update_integration")
            .WithSummary("Changes the connection to a monitoring system")
            .WithTags("Monitoring")
            .Produces<Integration>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
                StatusCodes.Status422UnprocessableEntity);
        routes.MapDelete("/projects/{project_id}/monitoring/integrations/{integration_id}", DeleteAsync)
            .Named("delete_integration")
            .WithSummary("Removes the connection: its webhook is gone at once; alerts that came over it stay as history")
            .WithTags("Monitoring")
            .Produces<MessageResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Integration>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "integration_id")] Guid id, UpdateIntegrationRequest request, HttpContext http,
        Authorizer authorizer, IntegrationSecrets secrets, IntegrationView view, TimeProvider time, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        if (FindMistakes(request).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        await Primary.LockAsync(admin, "", cancel);
        if (await StoredIntegration.FindAsync(admin.Database, projectId, id, cancel) is not { } known)
        {
            return IntegrationList.NotFound();
        }

        if (request.Url is "" && known.Type != IntegrationType.Generic)
        {
            return ApiErrors.Unprocessable([IntegrationRules.UrlMistake]);
        }

        if (FindLeak(admin, known, request) is { } leak)
        {
            return ApiErrors.Unprocessable([leak]);
        }

        var changed = Change(known, request, secrets);
        if (changed.IsPrimary && !known.IsPrimary)
        {
            await Primary.ClearAsync(admin, known.Type, cancel);
        }

        await admin.Database.ExecuteAsync($"""
            update monitoring_integrations set name = {changed.Name}, description = {changed.Description}, url = {changed.Url}, username = {changed.Username},
              password_encrypted = {changed.Password}, api_key_encrypted = {changed.ApiKey}, webhook_secret_encrypted = {changed.WebhookSecret},
              webhook_previous_secret_encrypted = {changed.PreviousWebhookSecret},
              config_encrypted = {changed.Config}, webhook_enabled = {changed.WebhookEnabled}, status = {changed.Status}, is_primary = {changed.IsPrimary},
              updated_at = {time.GetUtcNow()}
            where project_id = {projectId} and id = {id}
            """, cancel);
        var stored = (await StoredIntegration.FindAsync(admin.Database, projectId, id, cancel))!;
        admin.Audit(id, known.ToAudit(), stored.ToAudit());
        await admin.Database.CommitAsync(cancel);
        return TypedResults.Ok(view.Show(stored, http.Request));
    }

    private static async Task<Results<Ok<MessageResponse>, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "integration_id")] Guid id, HttpContext http, Authorizer authorizer, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        if (await StoredIntegration.FindAsync(admin.Database, projectId, id, cancel) is not { } known
            || await admin.Database.ExecuteAsync($"delete from monitoring_integrations where project_id = {projectId} and id = {id}", cancel) == 0)
        {
            return IntegrationList.NotFound();
        }

        admin.Audit(id, known.ToAudit(), null);

        await admin.Database.CommitAsync(cancel);
        return TypedResults.Ok(new MessageResponse("The integration was deleted."));
    }

    private static IEnumerable<string> FindMistakes(UpdateIntegrationRequest request)
    {
        foreach (var mistake in IntegrationRules.FindMistakes(request.Name, request.Description, request.Url, request.Username, request.Password, request.ApiKey))
        {
            yield return mistake;
        }

        foreach (var mistake in IntegrationRules.FindMistakes(request.Config))
        {
            yield return mistake;
        }

        if (request.Status is { } status && !IntegrationType.Statuses.Contains(status))
        {
            yield return $"status: must be one of {string.Join(", ", IntegrationType.Statuses)}";
        }
    }

    /// <summary>Who may not read the secrets must not have them sent to an address of their own either.</summary>
    private static string? FindLeak(AuthorizedSession admin, StoredIntegration known, UpdateIntegrationRequest request) =>
        request.Url is { } url && !IntegrationRules.HaveSameOrigin(known.Url, url) && !admin.Allows("read_integration_secrets")
        && ((known.Password is not null && SecretMask.MeansUnchanged(request.Password)) || (known.ApiKey is not null && SecretMask.MeansUnchanged(request.ApiKey)))
            ? "url: is another server, so enter the password and the API key for it, too; only owners may send the stored ones there"
            : null;

    private static StoredIntegration Change(StoredIntegration known, UpdateIntegrationRequest request, IntegrationSecrets secrets)
    {
        var webhookEnabled = request.WebhookEnabled ?? known.WebhookEnabled;
        var rewritten = secrets.Rewrite(
            known,
            SecretMask.MeansUnchanged(request.Password) ? null : request.Password,
            SecretMask.MeansUnchanged(request.ApiKey) ? null : request.ApiKey,
            known.WebhookSecret is null && webhookEnabled ? IntegrationSecrets.NewWebhookSecret() : null);
        return rewritten with
        {
            Name = request.Name?.Trim() ?? known.Name,
            Description = request.Description ?? known.Description,
            Url = request.Url is { } url ? IntegrationRules.ParseUrl(url) ?? "" : known.Url,
            Username = request.Username ?? known.Username,
            Config = secrets.RewriteConfig(known, request.Config is { } sent ? ConfigObject.Read(sent, IntegrationRules.ConfigLength) : null),
            WebhookEnabled = webhookEnabled,
            Status = request.Status ?? known.Status,
            IsPrimary = request.IsPrimary ?? known.IsPrimary,
        };
    }
}
