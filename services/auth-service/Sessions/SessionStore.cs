using Microsoft.Extensions.Options;
using SreCopilot.AuthService.Accounts;
using SreCopilot.AuthService.Revocations;
using SreCopilot.Database;
using SreCopilot.Identity;

namespace SreCopilot.AuthService.Sessions;

/// <summary>
/// Signed-in sessions. A session accepts exactly one refresh token at a time; using it replaces it. A replaced one that comes
/// back later than the grace period is in two hands, so the whole session ends.
/// </summary>
internal sealed class SessionStore(
    AccessTokens tokens, IOptions<SessionOptions> options, IOptions<AccessTokenOptions> key, RevocationLog revocations, TimeProvider time)
{
    private readonly SessionOptions _options = options.Value;

    /// <summary>Starts a session in a project and notes the login; null when the account was disabled, or given another password,
    /// since it was looked at.</summary>
    public async Task<SessionTokens?> StartAsync(DatabaseSession database, Account account, string passwordHash, Membership project, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var id = Guid.NewGuid();
        var tokenId = TokenId.Create(id);
        var expires = now + _options.RefreshTokenLifetime;
        // Locks the user: whoever disables it or changes its password comes before, and this finds no row, or after, and finds the session.
        var started = await database.ExecuteAsync($"""
            with login as (
                update users set last_login_at = {now}, current_project_id = {project.Id}
                where id = {account.Id} and is_active and password_hash = {passwordHash} returning id)
            insert into sessions (id, user_id, tenant_id, project_id, token_hash, rotated_at, created_at, expires_at)
            select {id}, login.id, {account.TenantId}, {project.Id}, {TokenId.Hash(tokenId)}, {now}, {now}, {expires} from login
            """, cancel);
        return started == 1 ? new SessionTokens(SignAccess(id, account, project), SignRefresh(account.Id, tokenId, expires)) : null;
    }

    /// <summary>Turns a session to another project.</summary>
    /// <returns>The access token for it; null when the session is over.</returns>
    public async Task<string?> SwitchAsync(DatabaseSession database, Guid sessionId, Account account, Membership project, CancellationToken cancel)
    {
        // The user first, as everywhere, so that two changes wait for each other instead of in a circle.
        var switched = await database.ExecuteAsync($"""
            with known as (update users set current_project_id = {project.Id} where id = {account.Id} returning id)
            update sessions set project_id = {project.Id} from known where sessions.id = {sessionId} and user_id = known.id and revoked_at is null
            """, cancel);
        return switched == 1 ? SignAccess(sessionId, account, project) : null;
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
    public async Task RevokeAsync(DatabaseSession database, Guid sessionId, Guid userId, string because, CancellationToken cancel)
    {
        var tenantId = await database.SingleOrDefaultAsync<Guid?>($"""
            update sessions set revoked_at = {time.GetUtcNow()}, revoked_because = {because}
            where id = {sessionId} and user_id = {userId} and revoked_at is null
            returning tenant_id
            """, row => row.GetGuid(0), cancel);
        if (tenantId is { } tenant)
        {
            await revocations.AddSessionAsync(database, tenant, sessionId, cancel);
        }
    }

    /// <summary>Ends all sessions of a user but, where given, one.</summary>
    public async Task RevokeAllAsync(DatabaseSession database, Guid tenantId, Guid userId, Guid? except, string because, CancellationToken cancel)
    {
        var ended = await database.ListAsync($"""
            update sessions set revoked_at = {time.GetUtcNow()}, revoked_because = {because}
            where user_id = {userId} and revoked_at is null and id is distinct from {except}
            returning id
            """, row => row.GetGuid(0), cancel);
        foreach (var sessionId in ended)
        {
            await revocations.AddSessionAsync(database, tenantId, sessionId, cancel);
        }
    }

    private string SignAccess(Guid sessionId, Account account, Membership project) => tokens.IssueAccess(
        new Caller
        {
            Kind = CallerKind.User,
            UserId = account.Id,
            Email = account.Email,
            TenantId = account.TenantId,
            TenantRole = account.Role,
            ProjectId = project.Id,
            ProjectRole = project.Role,
            SessionId = sessionId,
        }, _options.AccessTokenLifetime);

    private string SignRefresh(Guid userId, string tokenId, DateTimeOffset expires) =>
        tokens.Sign(RefreshToken.Type, new Dictionary<string, object> { ["sub"] = userId.ToString(), ["jti"] = tokenId }, expires);
}

/// <summary>A session that is going on.</summary>
internal sealed record Session(Guid Id, Guid ProjectId, byte[] TokenHash, byte[]? PreviousTokenHash, DateTimeOffset RotatedAt, DateTimeOffset ExpiresAt);
