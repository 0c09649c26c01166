namespace SreCopilot.WebsocketService.Delivery;

internal static class DeliveryRegistration
{
    public static void AddDelivery(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EventHub>();
        builder.Services.AddHostedService<EventDelivery>();
    }
}
