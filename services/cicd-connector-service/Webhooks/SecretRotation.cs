using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>How a secret is to be replaced.</summary>
/// <param name="Secret">A secret that the other system made: 16 to 256 visible ASCII characters or blanks; default: a new random one.</param>
/// <param name="KeepPreviousHours">How long the previous one is accepted, too, so that nothing is refused until the sender has got the new one: 0 to 168; default 24.</param>
internal sealed record RotateSecretRequest(string? Secret, int? KeepPreviousHours)
{
    private const int LongestOverlap = 168;

    public TimeSpan Overlap => TimeSpan.FromHours(KeepPreviousHours ?? 24);

    public IEnumerable<string> FindMistakes()
    {
        if (!string.IsNullOrEmpty(Secret) && !(Secret.Length is >= 16 and <= 256 && Secret.All(character => character is >= ' ' and <= '~') && Secret.Distinct().Count() >= 4))
        {
            yield return "secret: must have 16 to 256 visible ASCII characters, at least four of them different";
        }

        if (KeepPreviousHours is < 0 or > LongestOverlap)
        {
            yield return $"keep_previous_hours: must be a number from 0 to {LongestOverlap}";
        }
    }
}

/// <summary>A secret, shown this once.</summary>
/// <param name="WebhookUrl">Where to send to.</param>
/// <param name="WebhookSecret">The secret.</param>
/// <param name="PreviousValidUntil">Until when the one before is accepted, too; null: not any more.</param>
internal sealed record RotatedSecret(string WebhookUrl, string WebhookSecret, DateTimeOffset? PreviousValidUntil);

/// <summary><c>POST /connections/{connection_id}/webhook-secret</c></summary>
internal static class SecretRotation
{
    public static void MapSecretRotation(this IEndpointRouteBuilder routes) => routes.MapPost("/connections/{connection_id}/webhook-secret", RotateAsync)
        .Named("rotate_webhook_secret")
        .WithSummary("Replaces the secret of the connection's webhooks and shows it, once")
        .WithTags("Webhooks")
        .Produces<RotatedSecret>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<RotatedSecret>, JsonHttpResult<ErrorBody>>> RotateAsync(
        [FromRoute(Name = "connection_id")] Guid connectionId, RotateSecretRequest request, HttpContext http, ServiceDatabase database, CredentialVault vault, PublicAddress address,
        TimeProvider time, CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var caller = http.GetCaller();
        var secret = string.IsNullOrEmpty(request.Secret) ? ConnectionCreation.NewSecret() : request.Secret;
        DateTimeOffset? until = request.Overlap > TimeSpan.Zero ? time.GetStoredNow() + request.Overlap : null;
        await using var session = await database.OpenAsync(caller, cancel);
        if (await StoredConnection.LockAsync(session, caller.ProjectId!.Value, connectionId, cancel) is not { } connection)
        {
            return ApiErrors.NotFound(ConnectionRules.Unknown);
        }

        await session.ExecuteAsync($"""
            update connections set webhook_secret_encrypted = {vault.ProtectWebhookSecret(secret, connectionId)},
              previous_secret_encrypted = {(until is null ? null : connection.WebhookSecretEncrypted)}, previous_secret_until = {until}
            where id = {connectionId}
            """, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(new RotatedSecret(address.WebhookOf(http.Request, connectionId, connection.Provider), secret, until));
    }
}
