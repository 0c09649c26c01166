using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.Gateway.Tests;

/// <summary><c>/ws</c> reaches websocket-service.</summary>
public sealed class WebSocketTests
{
    [Fact]
    public async Task Messages_pass_in_both_directions()
    {
        await using var websocket = await TestBackend.StartAsync(EchoAsync);
        await using var entryPoint = EntryPoint.Start(websocket: websocket);
        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("X-Internal-Token", "forged");

        await client.ConnectAsync(new Uri($"ws://{entryPoint.Address.Authority}/ws?token=t"), TestContext.Current.CancellationToken);
        await client.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        var buffer = new byte[100];
        var answer = await client.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

        Assert.Equal("hello back", Encoding.UTF8.GetString(buffer, 0, answer.Count));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        var request = websocket.OnlyRequest();
        Assert.Equal("/ws?token=t", request.Target);
        Assert.Equal("127.0.0.1", request.Headers["X-Forwarded-For"]);
        Assert.DoesNotContain("X-Internal-Token", request.Headers.Keys);
    }

    [Fact]
    public async Task Refusal_of_the_service_reaches_the_client()
    {
        await using var websocket = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        await using var entryPoint = EntryPoint.Start(websocket: websocket);
        using var client = new ClientWebSocket();
        client.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(new Uri($"ws://{entryPoint.Address.Authority}/ws"), TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.Unauthorized, client.HttpStatusCode);
    }

    [Fact]
    public async Task Open_connections_do_not_hold_up_a_shutdown()
    {
        await using var websocket = await TestBackend.StartAsync(EchoAsync);
        var entryPoint = EntryPoint.Start(websocket: websocket);
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{entryPoint.Address.Authority}/ws"), TestContext.Current.CancellationToken);
        var receiving = client.ReceiveAsync(new byte[100], TestContext.Current.CancellationToken);

        var stopping = entryPoint.DisposeAsync().AsTask();

        // Ended from the other side, not by this client.
        await Assert.ThrowsAsync<WebSocketException>(() => receiving);
        await stopping;
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[100];
        while (true)
        {
            var message = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (message.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
                return;
            }

            var answer = Encoding.UTF8.GetString(buffer, 0, message.Count) + " back";
            await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        }
    }
}
