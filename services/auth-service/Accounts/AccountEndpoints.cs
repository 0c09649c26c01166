using SreCopilot.AuthService.Passwords;

namespace SreCopilot.AuthService.Accounts;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapRegistration();
        routes.MapLogin();
        routes.MapMe();
        routes.MapProfile();
        routes.MapPasswordChange();
    }
}
