using Microsoft.Extensions.Options;
using SreCopilot.ReverseProxy;

namespace SreCopilot.Gateway.Backends;

/// <summary><c>/api</c> and, for assistants, <c>/mcp</c> go to api-gateway, <c>/ws</c> to websocket-service. What comes from OpenTelemetry: see <c>Otlp</c>.</summary>
internal static class BackendEndpoints
{
    // A little more than api-gateway waits for its backends, so that its own, better answer arrives first.
    private static readonly TimeSpan ApiTimeout = TimeSpan.FromSeconds(35);

    // A WebSocket may be silent for a day.
    private static readonly TimeSpan WebSocketTimeout = TimeSpan.FromDays(1);

    public static void AddBackends(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<BackendOptions>, BackendOptionsSetup>();
        builder.Services.AddSingleton<IValidateOptions<BackendOptions>, BackendOptionsSetup>();
        builder.Services.AddOptions<BackendOptions>().ValidateOnStart();
    }

    public static void MapBackends(this WebApplication app)
    {
        app.Map("/api/{**path}", ToApiGateway(new ClientTransformer()));
        app.MapGet("/api/health", ToApiGateway(new ClientTransformer("/health")));
        app.MapGet("/ws", ToWebsocketService);
        app.MapPost("/mcp", ToApiGateway(new ClientTransformer("/api/v1/mcp")));
    }

    /// <summary>Forwards a request to api-gateway.</summary>
    public static Task ToApiGatewayAsync(HttpContext context, ClientTransformer transformer) =>
        Forward(context, "api-gateway", options => options.ApiGateway!, ApiTimeout, transformer);

    private static RequestDelegate ToApiGateway(ClientTransformer transformer) => context => ToApiGatewayAsync(context, transformer);

    private static async Task ToWebsocketService(HttpContext context)
    {
        // Otherwise every open browser tab would hold up a shutdown until its time limit. Clients connect again.
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await using var abort = stopping.Register(context.Abort);
        await Forward(context, "websocket-service", options => options.Websocket!, WebSocketTimeout, new ClientTransformer());
    }

    private static Task Forward(HttpContext context, string service, Func<BackendOptions, Uri> address, TimeSpan timeout, ClientTransformer transformer)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<BackendOptions>>().Value;
        var forwarding = context.RequestServices.GetRequiredService<Forwarding>();
        return forwarding.ForwardAsync(context, service, address(options), timeout, transformer);
    }
}
