using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Revocations;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.ApiKeys;

/// <summary>What to change; null leaves it.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Scopes">What it may do; empty for nothing.</param>
/// <param name="IsActive">False: it is refused until it is activated again.</param>
internal sealed record UpdateApiKeyRequest(string? Name, IReadOnlyList<string?>? Scopes, bool? IsActive);

/// <summary>What was done.</summary>
/// <param name="Status">Always <c>deleted</c>.</param>
internal sealed record DeletedResponse(string Status);

/// <summary><c>PATCH</c> and <c>DELETE /projects/{project_id}/api-keys/{key_id}</c></summary>
internal static partial class ApiKeyChanges
{
    public static void MapApiKeyChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/projects/{project_id}/api-keys/{key_id}", UpdateAsync)
            .Named("update_api_key")
            .WithSummary("Renames an API key, changes what it may do, or switches it off and on")
            .WithTags("API keys")
            .Produces<ApiKey>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
                StatusCodes.Status422UnprocessableEntity);
        routes.MapDelete("/projects/{project_id}/api-keys/{key_id}", RevokeAsync)
            .Named("revoke_api_key")
            .WithSummary("Revokes an API key for good, at once")
            .WithTags("API keys")
            .Produces<DeletedResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ApiKey>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "key_id")] Guid keyId, UpdateApiKeyRequest request, HttpContext http,
        Authorizer authorizer, RevocationLog revocations, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        if (ApiKeyRules.FindMistakes(request.Name).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        if (ApiKeyRules.RefuseUnknown(request.Scopes) is { } unknown)
        {
            return unknown;
        }

        if (await ApiKey.FindAndLockAsync(admin.Database, projectId, keyId, cancel) is not { } known)
        {
            return NoSuchKey();
        }

        var changed = known with
        {
            Name = request.Name?.Trim() ?? known.Name,
            Scopes = request.Scopes is { } scopes ? ApiKeyRules.Normalize(scopes) : known.Scopes,
            IsActive = request.IsActive ?? known.IsActive,
        };
        await admin.Database.ExecuteAsync($"""
            update project_api_keys set name = {changed.Name}, scopes = {changed.Scopes.ToArray()}, is_active = {changed.IsActive}
            where project_id = {projectId} and id = {keyId}
            """, cancel);
        if (changed.IsActive != known.IsActive || !changed.Scopes.SequenceEqual(known.Scopes))
        {
            await revocations.AddApiKeyAsync(admin.Database, admin.TenantId, keyId, cancel);
        }

        admin.Audit(keyId, known.ToAudit(), changed.ToAudit());
        await admin.Database.CommitAsync(cancel);
        return TypedResults.Ok(changed);
    }

    private static async Task<Results<Ok<DeletedResponse>, JsonHttpResult<ErrorBody>>> RevokeAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "key_id")] Guid keyId, HttpContext http,
        Authorizer authorizer, RevocationLog revocations, ILogger<ApiKey> logger, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        if (await ApiKey.FindAndLockAsync(admin.Database, projectId, keyId, cancel) is not { } known)
        {
            return NoSuchKey();
        }

        await admin.Database.ExecuteAsync($"delete from project_api_keys where project_id = {projectId} and id = {keyId}", cancel);
        admin.Audit(keyId, known.ToAudit(), null);

        await revocations.AddApiKeyAsync(admin.Database, admin.TenantId, keyId, cancel);
        await admin.Database.CommitAsync(cancel);
        LogRevoked(logger, keyId, projectId, admin.UserId);
        return TypedResults.Ok(new DeletedResponse("deleted"));
    }

    private static JsonHttpResult<ErrorBody> NoSuchKey() => ApiErrors.NotFound("The project has no such API key.");

    [LoggerMessage(LogLevel.Information, "API key {KeyId} of project {ProjectId} was revoked by user {UserId}")]
    private static partial void LogRevoked(ILogger logger, Guid keyId, Guid projectId, Guid userId);
}
