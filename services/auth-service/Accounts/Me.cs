using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AuthService.Access;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Accounts;

/// <summary>The signed-in user.</summary>
/// <param name="Id">The user.</param>
/// <param name="Email">The registered address.</param>
/// <param name="FullName">For display.</param>
/// <param name="Role">The role in the tenant: admin, engineer or viewer.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="TenantName">Its name.</param>
/// <param name="CurrentProjectId">The project the access token is for.</param>
/// <param name="CurrentProjectRole">The role in it, according to the access token.</param>
/// <param name="Projects">All projects the user is a member of, deactivated ones included.</param>
internal sealed record MeResponse(
    Guid Id, string Email, string FullName, string Role, Guid TenantId, string TenantName,
    Guid? CurrentProjectId, string? CurrentProjectRole, IReadOnlyList<Membership> Projects);

/// <summary><c>GET /me</c></summary>
internal static class Me
{
    public static void MapMe(this IEndpointRouteBuilder routes) => routes.MapGet("/me", GetAsync)
        .Named("me")
        .WithSummary("Who is signed in, and the projects the user may work in")
        .WithTags("Accounts")
        .Produces<MeResponse>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<MeResponse>, JsonHttpResult<ErrorBody>>> GetAsync(HttpContext http, Authorizer authorizer, CancellationToken cancel)
    {
        await using var user = await authorizer.OpenAsync(http, cancel);
        if (user.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        var account = (await Account.FindAsync(user.Database, user.UserId, cancel))!;
        var projects = await Membership.ListAsync(user.Database, user.UserId, cancel);
        return TypedResults.Ok(new MeResponse(
            account.Id, account.Email, account.FullName, account.Role, account.TenantId, account.TenantName, caller.ProjectId, caller.ProjectRole, projects));
    }
}
