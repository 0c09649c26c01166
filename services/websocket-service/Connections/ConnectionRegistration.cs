namespace SreCopilot.WebsocketService.Connections;

internal static class ConnectionRegistration
{
    public static void AddConnections(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConnectionRegistry>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton<Conversation>();
        builder.Services.AddHostedService<SessionWatch>();
    }
}
