using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.ApiKeys;

/// <summary>A new key.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Scopes">What it may do; null or empty for everything.</param>
/// <param name="ExpiresInDays">1 to 365; null for never.</param>
internal sealed record CreateApiKeyRequest(string? Name, IReadOnlyList<string?>? Scopes, int? ExpiresInDays);

/// <summary><c>GET</c> and <c>POST /projects/{project_id}/api-keys</c></summary>
internal static partial class ApiKeyList
{
    private const int MaximumKeys = 200;

    public static void MapApiKeyList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/projects/{project_id}/api-keys", ListAsync)
            .Named("list_api_keys")
            .WithSummary("The API keys of a project, the newest first")
            .WithTags("API keys")
            .Produces<IReadOnlyList<ApiKey>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapPost("/projects/{project_id}/api-keys", CreateAsync)
            .Named("create_api_key")
            .WithSummary("Creates an API key and shows it this one time")
            .WithTags("API keys")
            .Produces<ApiKey>(StatusCodes.Status201Created)
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
                StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<IReadOnlyList<ApiKey>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "project_id")] Guid projectId, HttpContext http, Authorizer authorizer, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        return admin.Refusal is { } refusal
            ? refusal
            : TypedResults.Ok<IReadOnlyList<ApiKey>>(await ApiKey.ListAsync(admin.Database, projectId, cancel));
    }

    private static async Task<Results<Created<ApiKey>, JsonHttpResult<ErrorBody>>> CreateAsync(
        [FromRoute(Name = "project_id")] Guid projectId, CreateApiKeyRequest request, HttpContext http, Authorizer authorizer, TimeProvider time,
        ILogger<ApiKey> logger, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        if (ApiKeyRules.FindMistakes(request.Name ?? "", request.ExpiresInDays).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        if (ApiKeyRules.RefuseUnknown(request.Scopes) is { } unknown)
        {
            return unknown;
        }

        var raw = RawApiKey.Create();
        var now = time.GetUtcNow();
        var key = new ApiKey(
            Guid.NewGuid(), request.Name!.Trim(), RawApiKey.Shown(raw), request.Scopes is { Count: > 0 } scopes ? ApiKeyRules.Normalize(scopes) : ApiKeyScopes.Ingest,
            IsActive: true, LastUsedAt: null, now, request.ExpiresInDays is { } days ? now.AddDays(days) : null, raw);
        var created = await admin.Database.ExecuteAsync($"""
            insert into project_api_keys (id, project_id, tenant_id, name, key_prefix, key_hash, scopes, created_at, created_by, expires_at)
            select {key.Id}, {projectId}, {admin.TenantId}, {key.Name}, {key.KeyPrefix}, {RawApiKey.Hash(raw)}, {key.Scopes.ToArray()}, {now}, {admin.UserId}, {key.ExpiresAt}
            where (select count(*) from project_api_keys where project_id = {projectId}) < {MaximumKeys}
            """, cancel);
        if (created == 0)
        {
            return ApiErrors.Conflict($"The project has {MaximumKeys} API keys already. Revoke some that are not used any more.");
        }

        admin.Audit(key.Id, null, key.ToAudit());
        await admin.Database.CommitAsync(cancel);
        LogCreated(logger, key.Id, projectId, admin.UserId);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created((string?)null, key);
    }

    [LoggerMessage(LogLevel.Information, "API key {KeyId} of project {ProjectId} was created by user {UserId}")]
    private static partial void LogCreated(ILogger logger, Guid keyId, Guid projectId, Guid userId);
}
