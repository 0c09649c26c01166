using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AuthService.Access;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Users;

/// <summary><c>GET /users</c></summary>
internal static class UserList
{
    public static void MapUserList(this IEndpointRouteBuilder routes) => routes.MapGet("/users", ListAsync)
        .Named("list_users")
        .WithSummary("All accounts of the tenant, by e-mail address")
        .WithTags("Users")
        .Produces<IReadOnlyList<User>>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<IReadOnlyList<User>>, JsonHttpResult<ErrorBody>>> ListAsync(HttpContext http, Authorizer authorizer, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, cancel);
        return admin.Refusal is { } refusal
            ? refusal
            : TypedResults.Ok<IReadOnlyList<User>>(await User.ListAsync(admin.Database, admin.TenantId, cancel));
    }
}
