using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>How long the old secret goes on to work.</summary>
/// <param name="GraceSeconds">0 (it leaked) to 604800; default 86400.</param>
internal sealed record RotateSecretRequest(int? GraceSeconds);

/// <summary>The new secret.</summary>
/// <param name="WebhookSecret">By which webhooks prove who they are from now on.</param>
/// <param name="PreviousValidUntil">Until when the old one works, too; null: not any more.</param>
internal sealed record RotatedSecret(string WebhookSecret, DateTimeOffset? PreviousValidUntil);

/// <summary><c>POST /projects/{project_id}/monitoring/integrations/{integration_id}/rotate-webhook-secret</c></summary>
internal static partial class SecretRotation
{
    private const int DefaultGrace = 24 * 60 * 60;
    private const int MaximumGrace = 7 * DefaultGrace;

    public static void MapSecretRotation(this IEndpointRouteBuilder routes) => routes.MapPost(
            "/projects/{project_id}/monitoring/integrations/{integration_id}/rotate-webhook-secret", RotateAsync)
        .Named("rotate_webhook_secret")
        .WithSummary("Gives the webhook a new secret; the old one works for a while, so that senders can be changed without losing an alert")
        .WithTags("Monitoring")
        .Produces<RotatedSecret>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<RotatedSecret>, JsonHttpResult<ErrorBody>>> RotateAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "integration_id")] Guid id, RotateSecretRequest request, HttpContext http,
        Authorizer authorizer, IntegrationSecrets secrets, TimeProvider time, ILogger<RotatedSecret> logger, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        if (request.GraceSeconds is < 0 or > MaximumGrace)
        {
            return ApiErrors.Unprocessable([$"grace_seconds: must be a number from 0 to {MaximumGrace}"]);
        }

        await Primary.LockAsync(admin, "", cancel);
        if (await StoredIntegration.FindAsync(admin.Database, projectId, id, cancel) is not { } known)
        {
            return IntegrationList.NotFound();
        }

        if (!known.WebhookEnabled)
        {
            return ApiErrors.Conflict("The integration has no webhook. Switch it on first.");
        }

        var now = time.GetUtcNow();
        var old = request.GraceSeconds == 0 ? null : secrets.WebhookSecretOf(known);
        DateTimeOffset? until = old is null ? null : now.AddSeconds(request.GraceSeconds ?? DefaultGrace);
        var fresh = IntegrationSecrets.NewWebhookSecret();
        await admin.Database.ExecuteAsync($"""
            update monitoring_integrations set webhook_secret_encrypted = {secrets.EncryptWebhookSecret(id, fresh)},
              webhook_previous_secret_encrypted = {secrets.EncryptPreviousWebhookSecret(id, old)}, webhook_previous_valid_until = {until}, updated_at = {now}
            where project_id = {projectId} and id = {id}
            """, cancel);
        await admin.Database.CommitAsync(cancel);
        LogRotated(logger, id, projectId, admin.UserId);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RotatedSecret(fresh, until));
    }

    [LoggerMessage(LogLevel.Information, "The webhook secret of integration {IntegrationId} of project {ProjectId} was changed by user {UserId}")]
    private static partial void LogRotated(ILogger logger, Guid integrationId, Guid projectId, Guid userId);
}
