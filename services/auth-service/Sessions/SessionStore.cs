using Microsoft.Extensions.Options;
using SreCopilot.AuthService.Accounts;
using SreCopilot.Database;
using SreCopilot.Identity;

namespace SreCopilot.AuthService.Sessions;

/// <summary>
/// Signed-in sessions. A session accepts exactly one refresh token at a time; using it replaces it. A replaced one that comes
/// back later than the grace period is in two hands, so the whole session ends.
/// </summary>
internal sealed class SessionStore(AccessTokens tokens, IOptions<SessionOptions> options, IOptions<AccessTokenOptions> key, TimeProvider time)
{
    private readonly SessionOptions _options = options.Value;

    /// <summary>Starts a session in a project and notes the login.</summary>
    public async Task<SessionTokens> StartAsync(DatabaseSession database, Account account, Membership project, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var id = Guid.NewGuid();
        var tokenId = TokenId.Create(id);
        var expires = now + _options.RefreshTokenLifetime;
        await database.ExecuteAsync($"""
            with login as (update users set last_login_at = {now}, current_project_id = {project.Id} where id = {account.Id})
            insert into sessions (id, user_id, tenant_id, project_id, token_hash, rotated_at, created_at, expires_at)
            values ({id}, {account.Id}, {account.TenantId}, {project.Id}, {TokenId.Hash(tokenId)}, {now}, {now}, {expires})
            """, cancel);
        return new SessionTokens(SignAccess(id, account, project), SignRefresh(account.Id, tokenId, expires));
    }

    /// <summary>The session of a refresh token, locked so that two refreshes of it follow each other; null when it is over.</summary>
    public static Task<Session?> LockAsync(DatabaseSession database, Guid userId, string tokenId, CancellationToken cancel) =>
        database.SingleOrDefaultAsync($"""
            select id, project_id, token_hash, previous_token_hash, rotated_at, expires_at from sessions
            where id = {TokenId.SessionOf(tokenId)} and user_id = {userId} and revoked_at is null
            for update
            """, row => new Session(
                row.GetGuid(0), row.GetGuid(1), row.GetFieldValue<byte[]>(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3),
                row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5)), cancel);

    /// <summary>Replaces the refresh token, or repeats the replacement within the grace period. Null means that the token was
    /// replaced before that: reuse.</summary>
    public async Task<SessionTokens?> RotateAsync(
        DatabaseSession database, Session session, string tokenId, Account account, Membership project, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var presented = TokenId.Hash(tokenId);
        var successor = TokenId.Successor(session.Id, tokenId, key.Value.Key);
        if (presented.AsSpan().SequenceEqual(session.TokenHash))
        {
            var expires = now + _options.RefreshTokenLifetime;
            await database.ExecuteAsync($"""
                update sessions set previous_token_hash = token_hash, token_hash = {TokenId.Hash(successor)},
                  rotated_at = {now}, expires_at = {expires}, project_id = {project.Id}
                where id = {session.Id}
                """, cancel);
            return new SessionTokens(SignAccess(session.Id, account, project), SignRefresh(account.Id, successor, expires));
        }

        return presented.AsSpan().SequenceEqual(session.PreviousTokenHash) && now - session.RotatedAt <= _options.ReuseGrace
            ? new SessionTokens(SignAccess(session.Id, account, project), SignRefresh(account.Id, successor, session.ExpiresAt))
            : null;
    }

    /// <summary>Ends a session; its tokens are worth nothing from now on.</summary>
    /// <returns>Whether it was still going on.</returns>
    public async Task<bool> RevokeAsync(DatabaseSession database, Guid sessionId, Guid userId, string because, CancellationToken cancel) =>
        await database.ExecuteAsync($"""
            update sessions set revoked_at = {time.GetUtcNow()}, revoked_because = {because}
            where id = {sessionId} and user_id = {userId} and revoked_at is null
            """, cancel) > 0;

    /// <summary>Whether the session of a token was ended.</summary>
    public static async Task<bool> IsRevokedAsync(DatabaseSession database, string? tokenId, CancellationToken cancel) =>
        TokenId.SessionOf(tokenId) is { } id
        && await database.SingleOrDefaultAsync($"select revoked_at is not null from sessions where id = {id}", row => row.GetBoolean(0), cancel);

    private string SignAccess(Guid sessionId, Account account, Membership project) => tokens.Sign("access", new Dictionary<string, object>
    {
        ["sub"] = account.Id.ToString(),
        ["email"] = account.Email,
        ["tenant_id"] = account.TenantId.ToString(),
        ["role"] = account.Role,
        ["project_id"] = project.Id.ToString(),
        ["project_role"] = project.Role,
        ["jti"] = TokenId.Create(sessionId),
    }, time.GetUtcNow() + _options.AccessTokenLifetime);

    private string SignRefresh(Guid userId, string tokenId, DateTimeOffset expires) =>
        tokens.Sign(RefreshToken.Type, new Dictionary<string, object> { ["sub"] = userId.ToString(), ["jti"] = tokenId }, expires);
}

/// <summary>A session that is going on.</summary>
internal sealed record Session(Guid Id, Guid ProjectId, byte[] TokenHash, byte[]? PreviousTokenHash, DateTimeOffset RotatedAt, DateTimeOffset ExpiresAt);
