using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AuthService.Accounts;

/// <summary>What a user may change about the own account.</summary>
/// <param name="FullName">1 to 255 characters; null leaves it.</param>
internal sealed record ProfileRequest(string? FullName);

/// <summary>The own account.</summary>
/// <param name="Id">The user.</param>
/// <param name="Email">The registered address.</param>
/// <param name="FullName">For display.</param>
/// <param name="Role">The role in the tenant: admin, engineer or viewer.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="TenantName">Its name.</param>
internal sealed record ProfileResponse(Guid Id, string Email, string FullName, string Role, Guid TenantId, string TenantName);

/// <summary><c>PATCH /profile</c></summary>
internal static class Profile
{
    public static void MapProfile(this IEndpointRouteBuilder routes) => routes.MapPatch("/profile", UpdateAsync)
        .Named("update_profile")
        .WithSummary("Changes the name of the signed-in user")
        .WithTags("Accounts")
        .Produces<ProfileResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<ProfileResponse>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        ProfileRequest request, HttpContext http, Authorizer authorizer, TimeProvider time, CancellationToken cancel)
    {
        await using var user = await authorizer.OpenAsync(http, cancel);
        if (user.Refusal is { } refusal)
        {
            return refusal;
        }

        var fullName = request.FullName?.Trim();
        if (fullName is not null && !Text.IsName(fullName))
        {
            return ApiErrors.Unprocessable(["full_name: must have 1 to 255 characters and no control characters"]);
        }

        if (fullName is not null)
        {
            await user.Database.ExecuteAsync($"update users set full_name = {fullName}, updated_at = {time.GetUtcNow()} where id = {user.UserId}", cancel);
        }

        var account = (await Account.FindAsync(user.Database, user.UserId, cancel))!;
        user.Audit(user.UserId, null, new AuditFields { { "full_name", account.FullName } });
        await user.Database.CommitAsync(cancel);
        return TypedResults.Ok(new ProfileResponse(account.Id, account.Email, account.FullName, account.Role, account.TenantId, account.TenantName));
    }
}
