using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.ApiKeys;

/// <summary>The question to auth-service's <c>POST /internal/api-keys/verify</c>.</summary>
internal sealed record VerifyKeyRequest(string Key);

/// <summary>Its answer for a valid key.</summary>
internal sealed record VerifiedKey(Guid ApiKeyId, Guid TenantId, Guid ProjectId, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt)
{
    public Caller ToCaller() => new()
    {
        Kind = CallerKind.ApiKey,
        ApiKeyId = ApiKeyId,
        TenantId = TenantId,
        ProjectId = ProjectId,
        Scopes = Scopes ?? [],
    };
}

/// <summary>What is known about a key.</summary>
/// <param name="Key">Whose it is; null when it is not valid.</param>
/// <param name="IsUnknown">auth-service could not be asked.</param>
internal readonly record struct KeyVerdict(VerifiedKey? Key, bool IsUnknown = false);
