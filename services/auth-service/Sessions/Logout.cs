using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Accounts;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Sessions;

/// <summary>The answer to a logout.</summary>
/// <param name="Message">For display.</param>
internal sealed record LogoutResponse(string Message);

/// <summary><c>POST /logout</c></summary>
internal static class Logout
{
    public static void MapLogout(this IEndpointRouteBuilder routes) => routes.MapPost("/logout", LogoutAsync)
        .Named("logout")
        .WithSummary("Ends the session on the server and removes both cookies; succeeds also when nobody is signed in")
        .WithTags("Sessions")
        .Produces<LogoutResponse>()
        .ProducesErrors();

    private static async Task<Ok<LogoutResponse>> LogoutAsync(
        HttpContext http, ServiceDatabase database, SessionStore sessions, SessionCookies cookies, AccessTokens verifier, AuditLog audit, CancellationToken cancel)
    {
        await using (var work = await database.OpenAsSystemAsync(cancel))
        {
            var ended = await FindSessionsAsync(http, verifier);
            foreach (var (sessionId, userId) in ended)
            {
                await sessions.RevokeAsync(work, sessionId, userId, "logout", cancel);
            }

            if (ended.Count > 0 && await Account.FindAsync(work, ended.First().UserId, cancel) is { } account)
            {
                audit.Add(work, http, new AuditEntry
                {
                    Actor = AuditActor.User(account.TenantId, account.Id, account.Email, account.Role),
                    ResourceId = account.Id.ToString(),
                });
            }
            else
            {
                http.SkipAudit(); // Nobody was signed in, so nothing happened.
            }

            await work.CommitAsync(cancel);
        }

        cookies.Clear(http);
        return TypedResults.Ok(new LogoutResponse("You are logged out."));
    }

    /// <summary>The session of the access token and, where the client sends it here, that of the refresh token.</summary>
    private static async Task<HashSet<(Guid SessionId, Guid UserId)>> FindSessionsAsync(HttpContext http, AccessTokens verifier)
    {
        var found = new HashSet<(Guid, Guid)>();
        var caller = http.GetCaller();
        if (caller is { UserId: { } callerId, SessionId: { } current })
        {
            found.Add((current, callerId));
        }

        if (await RefreshToken.ReadAsync(http, verifier) is { } token && TokenId.SessionOf(token.TokenId) is { } refreshed)
        {
            found.Add((refreshed, token.UserId));
        }

        return found;
    }
}
