using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Passwords;
using SreCopilot.AuthService.Sessions;
using SreCopilot.AuthService.Throttling;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Accounts;

/// <summary>Credentials.</summary>
/// <param name="Email">The registered address, in any case.</param>
/// <param name="Password">The password.</param>
internal sealed record LoginRequest(string? Email, string? Password);

/// <summary><c>POST /login</c></summary>
internal static class Login
{
    public static void MapLogin(this IEndpointRouteBuilder routes) => routes.MapPost("/login", LoginAsync)
        .Named("login")
        .WithSummary("Signs a user in with e-mail and password")
        .WithTags("Accounts")
        .Produces<SignedInResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
            StatusCodes.Status422UnprocessableEntity, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<SignedInResponse>, JsonHttpResult<ErrorBody>>> LoginAsync(
        LoginRequest request, HttpContext http, ServiceDatabase database, Throttle throttle, PasswordHasher passwords, SessionStore sessions, SessionCookies cookies, AuditLog audit,
        CancellationToken cancel)
    {
        if (FindMistakes(request).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var email = EmailAddress.Parse(request.Email)!;
        var address = http.GetCaller().ClientAddress;
        var found = await FindAsync();
        if (found.Wait is { } wait)
        {
            return Throttle.Refuse(http, wait);
        }

        http.DescribeAudit(Attempt(email, found.Account));
        // Takes the same time whether or not the account exists, and holds no connection meanwhile.
        if (!await passwords.VerifyAsync(request.Password!, found.PasswordHash, cancel) || found.Account is not { IsActive: true } account)
        {
            return WrongCredentials();
        }

        await using var session = await database.OpenAsSystemAsync(cancel);
        await Throttle.ForgiveLoginAsync(session, email, address, cancel);
        var projects = await Membership.ListAndLockAsync(session, account.Id, cancel);
        if (Membership.Choose(projects, account.CurrentProjectId) is not { } current)
        {
            await session.CommitAsync(cancel);
            http.DescribeAudit(Attempt(email, account) with { Error = "not a member of any active project" });
            return ApiErrors.Forbidden("You are not a member of any active project. Ask an administrator of your organisation to add you to one.");
        }

        if (await sessions.StartAsync(session, account, found.PasswordHash!, current, cancel) is not { } tokens)
        {
            return WrongCredentials();
        }

        audit.Add(session, http, new AuditEntry
        {
            Actor = AuditActor.User(account.TenantId, account.Id, account.Email, account.Role),
            ResourceId = account.Id.ToString(),
            ProjectId = current.Id,
        });
        await session.CommitAsync(cancel);
        cookies.Set(http, tokens);
        return TypedResults.Ok(SignedInResponse.Create(tokens.Access, account, current, projects));

        async Task<(TimeSpan? Wait, Account? Account, string? PasswordHash)> FindAsync()
        {
            // Nobody is signed in yet, so there is no tenant to limit the session to.
            await using var counting = await database.OpenAsSystemAsync(cancel);
            var tooEarly = await throttle.CountLoginAsync(counting, email, address, cancel);
            var known = tooEarly is null ? await Account.FindByEmailAsync(counting, email, cancel) : null;
            await counting.CommitAsync(cancel);
            return (tooEarly, known?.Account, known?.PasswordHash);
        }
    }

    /// <summary>Somebody who has not proved to be the account's owner. What is known about the account is for its tenant's log only.</summary>
    private static AuditEntry Attempt(string email, Account? account) => new()
    {
        Actor = new AuditActor(account?.TenantId, "anonymous", account?.Id.ToString() ?? "anonymous", account?.Email ?? email, null),
        ResourceId = account?.Id.ToString(),
        Error = account switch { null => "no such account", { IsActive: false } => "account disabled", _ => "wrong password" },
    };

    private static JsonHttpResult<ErrorBody> WrongCredentials() => ApiErrors.Unauthorized("The e-mail address or the password is wrong.");

    private static IEnumerable<string> FindMistakes(LoginRequest request)
    {
        if (EmailAddress.Parse(request.Email) is null)
        {
            yield return "email: must be a valid e-mail address";
        }

        if (string.IsNullOrEmpty(request.Password))
        {
            yield return "password: is required";
        }
    }
}
