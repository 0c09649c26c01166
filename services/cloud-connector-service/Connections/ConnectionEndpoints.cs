namespace SreCopilot.CloudConnectorService.Connections;

internal static class ConnectionEndpoints
{
    public static void AddConnections(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CredentialVault>();
        builder.Services.AddSingleton<ConnectionProbe>();
        builder.Services.AddHostedService<KeyRotation>();
    }

    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        routes.MapConnectionReading();
        routes.MapConnectionCreation();
        routes.MapConnectionChange();
        routes.MapConnectionTest();
    }
}
