using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>The deployment hook of a project: without its secret.</summary>
/// <param name="Enabled">Whether it has a secret; without one it accepts nothing.</param>
/// <param name="WebhookUrl">Where to send to.</param>
/// <param name="CreatedAt">When it got its first secret.</param>
/// <param name="RotatedAt">When it got its present one.</param>
internal sealed record HookView(bool Enabled, string WebhookUrl, DateTimeOffset? CreatedAt, DateTimeOffset? RotatedAt);

/// <summary><c>GET</c>, <c>POST</c> and <c>DELETE /deployment-hook</c></summary>
internal static class DeploymentHook
{
    public static void MapDeploymentHook(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/deployment-hook", GetAsync)
            .Named("get_deployment_hook")
            .WithSummary("The address to which anything that can sign may report deployments, and whether it has a secret")
            .WithTags("Webhooks")
            .Produces<HookView>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapPost("/deployment-hook", RotateAsync)
            .Named("rotate_deployment_hook")
            .WithSummary("Gives the deployment hook a secret, or a new one, and shows it, once")
            .WithTags("Webhooks")
            .Produces<RotatedSecret>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapDelete("/deployment-hook", DeleteAsync)
            .Named("delete_deployment_hook")
            .WithSummary("Takes the secret of the deployment hook away: from now on it accepts nothing")
            .WithTags("Webhooks")
            .Produces<HookView>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
    }

    private static async Task<Ok<HookView>> GetAsync(HttpContext http, ServiceDatabase database, PublicAddress address, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var url = address.HookOf(http.Request, caller.ProjectId!.Value);
        return TypedResults.Ok(await session.SingleOrDefaultAsync(
            $"select created_at, updated_at from deployment_hooks where project_id = {caller.ProjectId}",
            row => new HookView(true, url, row.GetFieldValue<DateTimeOffset>(0), row.GetFieldValue<DateTimeOffset>(1)), cancel) ?? new HookView(false, url, null, null));
    }

    private static async Task<Results<Ok<RotatedSecret>, JsonHttpResult<ErrorBody>>> RotateAsync(
        RotateSecretRequest request, HttpContext http, ServiceDatabase database, CredentialVault vault, PublicAddress address, TimeProvider time, CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var caller = http.GetCaller();
        var project = caller.ProjectId!.Value;
        var secret = string.IsNullOrEmpty(request.Secret) ? ConnectionCreation.NewSecret() : request.Secret;
        var now = time.GetStoredNow();
        DateTimeOffset? until = request.Overlap > TimeSpan.Zero ? now + request.Overlap : null;
        await using var session = await database.OpenAsync(caller, cancel);
        var hadOne = await session.SingleOrDefaultAsync($"""
            insert into deployment_hooks as h (project_id, tenant_id, secret_encrypted, created_at, updated_at)
            values ({project}, {caller.TenantId}, {vault.ProtectWebhookSecret(secret, project)}, {now}, {now})
            on conflict (project_id) do update set secret_encrypted = excluded.secret_encrypted, updated_at = excluded.updated_at,
              previous_secret_encrypted = case when {until}::timestamptz is null then null else h.secret_encrypted end, previous_secret_until = {until}
            returning previous_secret_encrypted is not null
            """, row => row.GetBoolean(0), cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(new RotatedSecret(address.HookOf(http.Request, project), secret, hadOne ? until : null));
    }

    private static async Task<Ok<HookView>> DeleteAsync(HttpContext http, ServiceDatabase database, PublicAddress address, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        await session.ExecuteAsync($"delete from deployment_hooks where project_id = {caller.ProjectId}", cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(new HookView(false, address.HookOf(http.Request, caller.ProjectId!.Value), null, null));
    }
}
