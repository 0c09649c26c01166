namespace SreCopilot.CicdConnectorService.Webhooks;

internal static class WebhookEndpoints
{
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WebhookWork>();
        builder.Services.AddSingleton<HookWork>();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapWebhookReceiver();
        routes.MapHookReceiver();
        routes.MapSecretRotation();
        routes.MapDeploymentHook();
    }
}
