using Microsoft.Extensions.Options;
using SreCopilot.ReverseProxy;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.WebsocketService.Connections;

namespace SreCopilot.WebsocketService.Handshake;

/// <summary><c>GET /ws</c></summary>
internal static class WebSocketEndpoint
{
    public static void MapWebSocket(this WebApplication app)
    {
        var heartbeat = TimeSpan.FromSeconds(app.Services.GetRequiredService<IOptions<WebSocketServiceOptions>>().Value.HeartbeatSeconds);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = heartbeat, KeepAliveTimeout = heartbeat });
        app.MapGet("/ws", ServeAsync)
            // The ticket in the first frame says who it is.
            .AllowAnonymous()
            .WithName("open_websocket")
            .WithSummary("Opens a WebSocket on which the events of a project arrive")
            .WithDescription("Upgrade with Origin of an allowed site or none. First frame: {\"type\":\"connect\",\"token\":TICKET,\"tenantId\":ID}, with a ticket of GET /api/v1/auth/ws-token.")
            .WithTags("Connections")
            .Produces(StatusCodes.Status101SwitchingProtocols)
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status403Forbidden, StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ServeAsync(
        HttpContext http, HandshakeRules rules, ConnectionRegistry connections, Conversation conversation, IHostApplicationLifetime lifetime, IOptions<WebSocketServiceOptions> options)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            return ApiErrors.Create(StatusCodes.Status400BadRequest, "This address is for WebSockets only: ask with 'Connection: Upgrade' and 'Upgrade: websocket'.");
        }

        if (!rules.MayConnect(http.Request))
        {
            return ApiErrors.Forbidden("Pages of this web site may not connect. An operator can allow it by Cors__AllowedOrigins.");
        }

        var address = http.Connection.ClientAddress() ?? "";
        if (lifetime.ApplicationStopping.IsCancellationRequested || !connections.TryWait(address))
        {
            http.Response.Headers.RetryAfter = "1";
            return ApiErrors.Create(StatusCodes.Status503ServiceUnavailable, "No more connections are taken at the moment. Try again in a few seconds.");
        }

        var waits = true;
        try
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            using var connection = new ClientConnection(socket, options.Value.QueueLength, TimeSpan.FromSeconds(options.Value.CloseSeconds));
            // At once, not after draining: the client goes to another replica while this one still listens.
            await using var stopping = lifetime.ApplicationStopping.Register(() => connection.Close(Closure.Restart));
            await conversation.RunAsync(connection, socket, StopWaiting);
        }
        finally
        {
            StopWaiting();
        }

        return Results.Empty;

        void StopWaiting()
        {
            if (waits)
            {
                waits = false;
                connections.StopWaiting(address);
            }
        }
    }
}
