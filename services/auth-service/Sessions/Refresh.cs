using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Accounts;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Sessions;

/// <summary>New tokens; they are also set as cookies.</summary>
/// <param name="AccessToken">A JWT for <c>Authorization: Bearer</c>.</param>
/// <param name="TokenType">Always <c>bearer</c>.</param>
/// <param name="Message">For display.</param>
internal sealed record RefreshResponse(string AccessToken, string TokenType, string Message);

/// <summary><c>POST /refresh</c></summary>
internal static partial class Refresh
{
    public static void MapRefresh(this IEndpointRouteBuilder routes) => routes.MapPost("/refresh", RefreshAsync)
        .Named("refresh")
        .WithSummary("Exchanges the refresh_token cookie for new tokens; each works once")
        .WithTags("Sessions")
        .Produces<RefreshResponse>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<RefreshResponse>, JsonHttpResult<ErrorBody>>> RefreshAsync(
        HttpContext http, ServiceDatabase database, SessionStore sessions, SessionCookies cookies, AccessTokens verifier, AuditLog audit,
        ILogger<Session> logger, CancellationToken cancel)
    {
        if (await RefreshToken.ReadAsync(http, verifier) is not { } token)
        {
            return SignedOut();
        }

        // The token, not an internal token, says who this is: the access token may have expired long ago.
        await using var work = await database.OpenAsSystemAsync(cancel);
        if (await Account.FindAsync(work, token.UserId, cancel) is not { } account)
        {
            return ApiErrors.NotFound("This account no longer exists.");
        }

        var entry = new AuditEntry { Actor = AuditActor.User(account.TenantId, account.Id, account.Email, account.Role), ResourceId = account.Id.ToString() };
        http.DescribeAudit(entry);
        if (!account.IsActive || await SessionStore.LockAsync(work, account.Id, token.TokenId, cancel) is not { } session)
        {
            return SignedOut();
        }

        var projects = await Membership.ListAndLockAsync(work, account.Id, cancel);
        if (Membership.Choose(projects, session.ProjectId) is not { } project)
        {
            return ApiErrors.Forbidden("You are no longer a member of any active project.");
        }

        if (await sessions.RotateAsync(work, session, token.TokenId, account, project, cancel) is not { } tokens)
        {
            await sessions.RevokeAsync(work, session.Id, account.Id, "token_reuse", cancel);
            audit.Add(work, http, entry with { Action = "user.refresh_reuse", Error = "a used refresh token came back; the session was ended" });
            await work.CommitAsync(cancel);
            LogReuse(logger, session.Id, account.Id, http.GetCaller().ClientAddress);
            return SignedOut();
        }

        audit.Add(work, http, entry);
        await work.CommitAsync(cancel);
        cookies.Set(http, tokens);
        return TypedResults.Ok(new RefreshResponse(tokens.Access, "bearer", "The session was refreshed."));
    }

    private static JsonHttpResult<ErrorBody> SignedOut() => ApiErrors.Unauthorized("Your session has ended. Log in again.");

    [LoggerMessage(LogLevel.Warning, "A used refresh token came back: session {SessionId} of user {UserId} was ended. Client address {ClientAddress}")]
    private static partial void LogReuse(ILogger logger, Guid sessionId, Guid userId, string? clientAddress);
}
