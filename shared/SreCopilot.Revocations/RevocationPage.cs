namespace SreCopilot.Revocations;

/// <summary>The answer of auth-service's <c>GET /internal/revocations</c>.</summary>
/// <param name="Cursor">Where the next question continues; opaque.</param>
/// <param name="Revocations">What was revoked since the last question; repeats happen.</param>
internal sealed record RevocationPage(string? Cursor, IReadOnlyList<Revocation>? Revocations);

/// <summary>One thing that was revoked.</summary>
/// <param name="Subject"><c>session</c>, <c>user</c>, <c>membership</c> or <c>api_key</c>.</param>
/// <param name="SessionId">The session.</param>
/// <param name="UserId">The user, also of a membership.</param>
/// <param name="ProjectId">The membership's project.</param>
/// <param name="ApiKeyId">The API key.</param>
/// <param name="Before">Tokens of the user or membership that were issued before this are dead.</param>
internal sealed record Revocation(string? Subject, Guid? SessionId, Guid? UserId, Guid? ProjectId, Guid? ApiKeyId, DateTimeOffset? Before);
