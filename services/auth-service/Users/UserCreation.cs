using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Accounts;
using SreCopilot.AuthService.Passwords;
using SreCopilot.AuthService.Throttling;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AuthService.Users;

/// <summary>A further account of the tenant.</summary>
/// <param name="Email">The address to log in with; unique, whatever its case.</param>
/// <param name="FullName">1 to 255 characters.</param>
/// <param name="Password">The first password, by the rule of the registration; the user should change it.</param>
/// <param name="Role">The role in the tenant: admin, engineer (default) or viewer.</param>
internal sealed record CreateUserRequest(string? Email, string? FullName, string? Password, string? Role);

/// <summary><c>POST /users</c></summary>
internal static class UserCreation
{
    public static void MapUserCreation(this IEndpointRouteBuilder routes) => routes.MapPost("/users", CreateAsync)
        .Named("create_user")
        .WithSummary("Creates a further account of the tenant; it is a member of no project yet")
        .WithTags("Users")
        .Produces<User>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<User>, JsonHttpResult<ErrorBody>>> CreateAsync(
        CreateUserRequest request, HttpContext http, Authorizer authorizer, Throttle throttle, PasswordHasher passwords, TimeProvider time, CancellationToken cancel)
    {
        await using (var counting = await authorizer.OpenAsync(http, cancel))
        {
            if (counting.Refusal is { } refusal)
            {
                return refusal;
            }

            if (FindMistakes(request).ToList() is { Count: > 0 } mistakes)
            {
                return ApiErrors.Unprocessable(mistakes);
            }

            // Like a registration it tells whether an address is taken, so it is counted like one.
            if (await throttle.CountRegistrationAsync(counting.Database, http.GetCaller().ClientAddress, cancel) is { } wait)
            {
                return Throttle.Refuse(http, wait);
            }

            await counting.Database.CommitAsync(cancel);
        }

        var hash = await passwords.HashAsync(request.Password!, cancel);
        await using var admin = await authorizer.OpenAsync(http, cancel);
        if (admin.Refusal is { } late)
        {
            return late;
        }

        var user = new User(Guid.NewGuid(), EmailAddress.Parse(request.Email)!, request.FullName!.Trim(), request.Role ?? Role.Engineer, IsActive: true, LastLoginAt: null, time.GetUtcNow());
        // The index on the address knows all tenants, although this session sees one.
        var created = await admin.Database.ExecuteAsync($"""
            insert into users (id, tenant_id, email, password_hash, full_name, role, created_at, updated_at)
            values ({user.Id}, {admin.TenantId}, {user.Email}, {hash}, {user.FullName}, {user.Role}, {user.CreatedAt}, {user.CreatedAt})
            on conflict (lower(email)) do nothing
            """, cancel);
        if (created == 0)
        {
            return ApiErrors.BadRequest("This e-mail address is already registered.");
        }

        admin.Audit(user.Id, null, user.ToAudit());
        await admin.Database.CommitAsync(cancel);
        return TypedResults.Ok(user);
    }

    private static IEnumerable<string> FindMistakes(CreateUserRequest request)
    {
        if (EmailAddress.Parse(request.Email) is null)
        {
            yield return "email: must be a valid e-mail address of at most 254 characters";
        }

        if (!Text.IsName(request.FullName))
        {
            yield return "full_name: must have 1 to 255 characters and no control characters";
        }

        if (PasswordRule.FindMistake(request.Password ?? "") is { } mistake)
        {
            yield return mistake;
        }

        if (request.Role is { } role && !Role.InTenant.Contains(role))
        {
            yield return $"role: must be one of {string.Join(", ", Role.InTenant)}";
        }
    }
}
