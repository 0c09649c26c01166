using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.ApiKeys;

/// <summary>The key that a client sent.</summary>
/// <param name="Key">As in <c>X-API-Key</c>.</param>
internal sealed record VerifyApiKeyRequest(string? Key);

/// <summary>What the key may do.</summary>
/// <param name="ApiKeyId">The key.</param>
/// <param name="TenantId">Its tenant.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="Scopes">For example <c>ingest:logs</c>.</param>
/// <param name="ExpiresAt">Null: never.</param>
internal sealed record VerifiedApiKey(Guid ApiKeyId, Guid TenantId, Guid ProjectId, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

/// <summary><c>POST /internal/api-keys/verify</c></summary>
internal static class ApiKeyVerification
{
    // A key is used all the time; when it was used last is of interest by the minute.
    private static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);

    public static void MapApiKeyVerification(this IEndpointRouteBuilder routes) => routes.MapPost("/internal/api-keys/verify", VerifyAsync)
        .Named("verify_api_key")
        .NotAudited("Asked about every key that api-gateway does not remember; the use of keys is counted there.")
        .WithSummary("Says whose key this is and what it may do, and notes its use; for api-gateway")
        .WithTags("Internal")
        .Produces<VerifiedApiKey>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<VerifiedApiKey>, JsonHttpResult<ErrorBody>>> VerifyAsync(
        VerifyApiKeyRequest request, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        if (!RawApiKey.IsPlausible(request.Key))
        {
            return Refused();
        }

        var now = time.GetUtcNow();
        // The key itself says whose it is; until it is found there is no tenant to limit the session to.
        await using var session = await database.OpenAsSystemAsync(cancel);
        // The index on the hash finds the key; a comparison of hashes tells nothing by its timing.
        var found = await session.SingleOrDefaultAsync<(VerifiedApiKey Key, DateTimeOffset? LastUsedAt)?>($"""
            select k.id, k.tenant_id, k.project_id, k.scopes, k.expires_at, k.last_used_at
            from project_api_keys k join projects p on p.id = k.project_id join tenants t on t.id = k.tenant_id
            where k.key_hash = {RawApiKey.Hash(request.Key!)} and k.is_active and p.is_active and t.is_active
              and (k.expires_at is null or k.expires_at > {now})
            """, row => (
                new VerifiedApiKey(row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetFieldValue<string[]>(3), row.GetValueOrNull<DateTimeOffset>(4)),
                row.GetValueOrNull<DateTimeOffset>(5)), cancel);
        if (found is not var (key, lastUsedAt))
        {
            return Refused();
        }

        if (lastUsedAt is null || now - lastUsedAt >= UseResolution)
        {
            await session.ExecuteAsync($"update project_api_keys set last_used_at = {now} where id = {key.ApiKeyId}", cancel);
            await session.CommitAsync(cancel);
        }

        return TypedResults.Ok(key);
    }

    private static JsonHttpResult<ErrorBody> Refused() => ApiErrors.Unauthorized("The API key is not valid: it is unknown, revoked or expired, or its project is deactivated.");
}
