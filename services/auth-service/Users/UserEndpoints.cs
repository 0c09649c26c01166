namespace SreCopilot.AuthService.Users;

internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapUserList();
        routes.MapUserCreation();
        routes.MapUserUpdate();
    }
}
