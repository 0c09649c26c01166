using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Revocations;
using SreCopilot.AuthService.Sessions;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Users;

/// <summary>What an administrator may change about an account; null leaves it.</summary>
/// <param name="Role">The role in the tenant: admin, engineer or viewer.</param>
/// <param name="IsActive">False disables the account and ends its sessions at once.</param>
internal sealed record UpdateUserRequest(string? Role, bool? IsActive);

/// <summary><c>PATCH /users/{user_id}</c></summary>
internal static class UserUpdate
{
    public static void MapUserUpdate(this IEndpointRouteBuilder routes) => routes.MapPatch("/users/{user_id}", UpdateAsync)
        .Named("update_user")
        .WithSummary("Changes the role of an account of the tenant, disables it or enables it again")
        .WithTags("Users")
        .Produces<User>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<User>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "user_id")] Guid userId, UpdateUserRequest request, HttpContext http, Authorizer authorizer, SessionStore sessions,
        RevocationLog revocations, TimeProvider time, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        if (request.Role is { } role && !Role.InTenant.Contains(role))
        {
            return ApiErrors.Unprocessable([$"role: must be one of {string.Join(", ", Role.InTenant)}"]);
        }

        // Two administrators who demote each other must not both succeed: the tenant's row is the queue they stand in.
        await admin.Database.ExecuteAsync($"select id from tenants where id = {admin.TenantId} for no key update", cancel);
        if (await User.FindAndLockAsync(admin.Database, admin.TenantId, userId, cancel) is not { } known)
        {
            return ApiErrors.NotFound("There is no such user in your organisation.");
        }

        var changed = known with { Role = request.Role ?? known.Role, IsActive = request.IsActive ?? known.IsActive };
        if (IsAdministrator(known) && !IsAdministrator(changed) && !await HasOtherAdministratorAsync(admin, userId, cancel))
        {
            return ApiErrors.Forbidden("This is the last active administrator of the organisation. Make somebody else an administrator first.");
        }

        await admin.Database.ExecuteAsync($"""
            update users set role = {changed.Role}, is_active = {changed.IsActive}, updated_at = {time.GetUtcNow()} where id = {userId}
            """, cancel);
        if (known.IsActive && !changed.IsActive)
        {
            await sessions.RevokeAllAsync(admin.Database, admin.TenantId, userId, except: null, "user_disabled", cancel);
        }

        if (changed != known)
        {
            // The role is in the access tokens.
            await revocations.AddUserAsync(admin.Database, admin.TenantId, userId, cancel);
        }

        admin.Audit(userId, known.ToAudit(), changed.ToAudit());
        await admin.Database.CommitAsync(cancel);
        return TypedResults.Ok(changed);
    }

    private static bool IsAdministrator(User user) => user is { Role: Role.Admin, IsActive: true };

    private static Task<bool> HasOtherAdministratorAsync(AuthorizedSession admin, Guid userId, CancellationToken cancel) =>
        admin.Database.SingleOrDefaultAsync(
            $"select exists (select from users where tenant_id = {admin.TenantId} and role = {Role.Admin} and is_active and id <> {userId})", row => row.GetBoolean(0), cancel);
}
