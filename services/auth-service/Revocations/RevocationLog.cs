using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SessionOptions = SreCopilot.AuthService.Sessions.SessionOptions;

namespace SreCopilot.AuthService.Revocations;

/// <summary>
/// Writes down what api-gateway must stop to accept, in the transaction of the change itself. Call it last, when the changed
/// rows are locked: whoever issues tokens locks the same rows first, so a token that still saw the old state is older than
/// the moment that is written here.
/// </summary>
internal sealed class RevocationLog(IOptions<SessionOptions> options, TimeProvider time)
{
    // Access tokens live as long as they live, and a little longer where clocks differ.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ApiKeyLifetime = TimeSpan.FromDays(1);

    private DateTimeOffset TokensExpired => time.GetUtcNow() + options.Value.AccessTokenLifetime + Slack;

    /// <summary>A session ended.</summary>
    public Task AddSessionAsync(DatabaseSession database, Guid tenantId, Guid sessionId, CancellationToken cancel) =>
        database.ExecuteAsync($"insert into revocations (tenant_id, subject, session_id, expires_at) values ({tenantId}, 'session', {sessionId}, {TokensExpired})", cancel);

    /// <summary>All tokens of a user issued until now are void.</summary>
    public Task AddUserAsync(DatabaseSession database, Guid tenantId, Guid userId, CancellationToken cancel) => database.ExecuteAsync($"""
        insert into revocations (tenant_id, subject, user_id, before, expires_at) values ({tenantId}, 'user', {userId}, {JustAfterNow()}, {TokensExpired})
        """, cancel);

    /// <summary>All tokens issued until now for this user's work in this project are void.</summary>
    public Task AddMembershipAsync(DatabaseSession database, Guid tenantId, Guid userId, Guid projectId, CancellationToken cancel) => database.ExecuteAsync($"""
        insert into revocations (tenant_id, subject, user_id, project_id, before, expires_at)
        values ({tenantId}, 'membership', {userId}, {projectId}, {JustAfterNow()}, {TokensExpired})
        """, cancel);

    /// <summary>A project closed: no member's token for it is valid, and its API keys must be asked about again.</summary>
    public Task AddProjectAsync(DatabaseSession database, Guid tenantId, Guid projectId, CancellationToken cancel) => database.ExecuteAsync($"""
        insert into revocations (tenant_id, subject, user_id, project_id, before, api_key_id, expires_at)
        select {tenantId}, 'membership', user_id, {projectId}, {JustAfterNow()}, null, {TokensExpired} from project_members where project_id = {projectId}
        union all
        select {tenantId}, 'api_key', null, null, null, id, {time.GetUtcNow() + ApiKeyLifetime} from project_api_keys where project_id = {projectId}
        """, cancel);

    /// <summary>An API key was revoked or changed: what is known about it must be asked again.</summary>
    public Task AddApiKeyAsync(DatabaseSession database, Guid tenantId, Guid keyId, CancellationToken cancel) => database.ExecuteAsync($"""
        insert into revocations (tenant_id, subject, api_key_id, expires_at) values ({tenantId}, 'api_key', {keyId}, {time.GetUtcNow() + ApiKeyLifetime})
        """, cancel);

    // Tokens know their milliseconds only; one of this very millisecond is older than the change.
    private DateTimeOffset JustAfterNow() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds() + 1);
}
