using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Passwords;
using SreCopilot.AuthService.Sessions;
using SreCopilot.AuthService.Throttling;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AuthService.Accounts;

/// <summary>A new tenant with its first user.</summary>
/// <param name="Email">The address to log in with; unique, whatever its case.</param>
/// <param name="Password">8 characters to 72 bytes, with upper and lower case, a digit and a special character.</param>
/// <param name="FullName">1 to 255 characters.</param>
/// <param name="TenantName">The organisation's name: 1 to 255 characters, need not be unique.</param>
internal sealed record RegisterRequest(string? Email, string? Password, string? FullName, string? TenantName);

/// <summary><c>POST /register</c></summary>
internal static class Registration
{
    public static void MapRegistration(this IEndpointRouteBuilder routes) => routes.MapPost("/register", RegisterAsync)
        .Named("register")
        .WithSummary("Creates a tenant with a default project and its first user, and signs the user in")
        .WithTags("Accounts")
        .Produces<SignedInResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status422UnprocessableEntity, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<SignedInResponse>, JsonHttpResult<ErrorBody>>> RegisterAsync(
        RegisterRequest request, HttpContext http, ServiceDatabase database, Throttle throttle, PasswordHasher passwords, SessionStore sessions, SessionCookies cookies, AuditLog audit, TimeProvider time,
        CancellationToken cancel)
    {
        var email = EmailAddress.Parse(request.Email);
        var fullName = request.FullName?.Trim() ?? "";
        var tenantName = request.TenantName?.Trim() ?? "";
        var mistakes = FindMistakes(email, request.Password, fullName, tenantName).ToList();
        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        // Nobody is signed in yet, so there is no tenant to limit the session to.
        await using (var counting = await database.OpenAsSystemAsync(cancel))
        {
            var wait = await throttle.CountRegistrationAsync(counting, http.GetCaller().ClientAddress, cancel);
            await counting.CommitAsync(cancel);
            if (wait is { } tooEarly)
            {
                return Throttle.Refuse(http, tooEarly);
            }
        }

        // Hashed before the e-mail is looked at, so that a taken one takes just as long, and while no connection is held.
        var hash = await passwords.HashAsync(request.Password!, cancel);

        await using var session = await database.OpenAsSystemAsync(cancel);
        if (await CreateAsync(session, email!, hash, fullName, tenantName, time.GetUtcNow(), cancel) is not var (account, project))
        {
            return ApiErrors.BadRequest("This e-mail address is already registered. Log in instead, or use another address.");
        }

        var tokens = (await sessions.StartAsync(session, account, hash, project, cancel))!; // Nobody else knows the account yet.
        audit.Add(session, http, new AuditEntry
        {
            Actor = AuditActor.User(account.TenantId, account.Id, account.Email, account.Role),
            ResourceId = account.Id.ToString(),
            ProjectId = project.Id,
            After = new AuditFields { { "email", account.Email }, { "full_name", fullName }, { "tenant_name", tenantName }, { "role", account.Role } },
        });
        await session.CommitAsync(cancel);
        cookies.Set(http, tokens);
        return TypedResults.Ok(SignedInResponse.Create(tokens.Access, account, project, [project]));
    }

    private static IEnumerable<string> FindMistakes(string? email, string? password, string fullName, string tenantName)
    {
        if (email is null)
        {
            yield return "email: must be a valid e-mail address of at most 254 characters";
        }

        if (PasswordRule.FindMistake(password ?? "") is { } passwordMistake)
        {
            yield return passwordMistake;
        }

        if (!Text.IsName(fullName))
        {
            yield return "full_name: must have 1 to 255 characters and no control characters";
        }

        if (!Text.IsName(tenantName))
        {
            yield return "tenant_name: must have 1 to 255 characters and no control characters";
        }
    }

    /// <summary>Creates everything or, when the e-mail address is taken, nothing.</summary>
    private static async Task<(Account Account, Membership Project)?> CreateAsync(
        DatabaseSession session, string email, string passwordHash, string fullName, string tenantName, DateTimeOffset now, CancellationToken cancel)
    {
        var tenantId = await CreateTenantAsync(session, tenantName, now, cancel);
        // "do nothing" also waits for a registration of the same address that is under way at this moment.
        var userId = await session.SingleOrDefaultAsync<Guid?>($"""
            insert into users (tenant_id, email, password_hash, full_name, role, last_login_at, created_at, updated_at)
            values ({tenantId}, {email}, {passwordHash}, {fullName}, 'admin', {now}, {now}, {now})
            on conflict (lower(email)) do nothing
            returning id
            """, row => row.GetGuid(0), cancel);
        if (userId is not { } user)
        {
            return null;
        }

        var project = await session.SingleOrDefaultAsync($"""
            insert into projects (tenant_id, name, slug, description, created_at, updated_at)
            values ({tenantId}, 'Default Project', 'default', 'Created with the account', {now}, {now})
            returning id, name, slug
            """, row => new Membership(row.GetGuid(0), row.GetString(1), row.GetString(2), "owner", IsActive: true), cancel);
        await session.ExecuteAsync($"""
            insert into project_members (project_id, user_id, tenant_id, role, created_at, updated_at)
            values ({project!.Id}, {user}, {tenantId}, {project.Role}, {now}, {now})
            """, cancel);
        return (new Account(user, email, fullName, "admin", tenantId, tenantName, project.Id, IsActive: true), project);
    }

    private static async Task<Guid> CreateTenantAsync(DatabaseSession session, string name, DateTimeOffset now, CancellationToken cancel)
    {
        var slug = Slug.From(name, fallback: "tenant");
        for (var candidate = slug; ; candidate = Slug.Vary(slug))
        {
            var id = await session.SingleOrDefaultAsync<Guid?>(
                $"insert into tenants (name, slug, created_at, updated_at) values ({name}, {candidate}, {now}, {now}) on conflict (slug) do nothing returning id", row => row.GetGuid(0), cancel);
            if (id is { } tenant)
            {
                return tenant;
            }
        }
    }
}
