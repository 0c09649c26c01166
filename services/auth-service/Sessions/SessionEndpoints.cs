namespace SreCopilot.AuthService.Sessions;

internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapRefresh();
        routes.MapLogout();
        routes.MapSwitchProject();
        routes.MapWebSocketTicket();
    }
}
