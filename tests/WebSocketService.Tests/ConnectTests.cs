using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace SreCopilot.WebsocketService.Tests;

/// <summary>From the handshake to the answer to the first frame.</summary>
public sealed class ConnectTests
{
    [Fact]
    public async Task An_ordinary_client_connects_and_closes()
    {
        await using var server = await Server.StartAsync();
        var user = TestUser.New();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/ws?token=ignored"), TestContext.Current.CancellationToken);

        var connect = $$"""{"type":"connect","token":"{{user.Ticket()}}","tenantId":"{{user.TenantId}}"}""";
        await socket.SendAsync(Encoding.UTF8.GetBytes(connect), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        var buffer = new byte[1000];
        var answer = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        var frame = new Client.Message(0, Encoding.UTF8.GetString(buffer, 0, answer.Count)).Json;
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);

        Assert.Equal("connected", frame.GetProperty("type").GetString());
        Assert.Equal(user.Id, frame.GetProperty("clientId").GetGuid());
        Assert.Equal(user.TenantId, frame.GetProperty("tenantId").GetGuid());
        Assert.Equal(user.ProjectId, frame.GetProperty("projectId").GetGuid());
        Assert.Equal(0, frame.GetProperty("lastEventId").GetInt64());
        Assert.Equal(1800, frame.GetProperty("sessionSeconds").GetInt32());
        Assert.EndsWith("Z", frame.GetProperty("timestamp").GetString(), StringComparison.Ordinal);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Theory]
    [InlineData("""{"type":"hello"}""")]
    [InlineData("""{"type":"connect","tenantId":"$tenant"}""")]
    [InlineData("""{"type":"connect","token":"$ticket"}""")]
    [InlineData("""{"type":"connect","token":"","tenantId":"$tenant"}""")]
    [InlineData("""{"type":"connect","token":"$ticket","tenantId":""}""")]
    [InlineData("""{"type":"connect","token":"$access","tenantId":"$tenant"}""")]
    [InlineData("""{"type":"connect","token":"$forged","tenantId":"$tenant"}""")]
    [InlineData("""{"type":"connect","token":"$expired","tenantId":"$tenant"}""")]
    [InlineData("""{"type":"connect","token":"nonsense","tenantId":"$tenant"}""")]
    [InlineData("""{"type":"connect","token":"$ticket","tenantId":"$other"}""")]
    [InlineData("""{"type":"connect","token":"$ticket","tenantId":"$tenant","projectId":"$other"}""")]
    [InlineData("""{"type":"connect","token":"$ticket","tenantId":"$tenant","lastEventId":"x"}""")]
    [InlineData("""{"type":"connect","token":"$ticket","tenantId":"$tenant","lastEventId":-1}""")]
    [InlineData("not JSON")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_wrong_first_frame_is_answered_and_closed_with_1008(string frame)
    {
        await using var server = await Server.StartAsync();
        var user = TestUser.New();
        var old = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(-2));
        await using var client = await server.OpenAsync();

        await client.SendAsync(frame
            .Replace("$ticket", user.Ticket(), StringComparison.Ordinal)
            .Replace("$access", user.AccessToken(), StringComparison.Ordinal)
            .Replace("$forged", user.Ticket(key: "an attacker signs his tickets with this key"), StringComparison.Ordinal)
            .Replace("$expired", user.Ticket(old), StringComparison.Ordinal)
            .Replace("$tenant", $"{user.TenantId}", StringComparison.Ordinal)
            .Replace("$other", $"{Guid.NewGuid()}", StringComparison.Ordinal));

        var error = await client.ReadAsync();
        Assert.Equal("error", error.Type);
        Assert.NotEmpty(error.Json.GetProperty("message").GetString()!);
        Assert.Equal(1008, (await client.ReadAsync()).CloseCode);
    }

    [Fact]
    public async Task Silence_is_closed_with_1008()
    {
        await using var server = await Server.StartAsync(("WebSockets:ConnectSeconds", "0.1"));
        await using var client = await server.OpenAsync();

        Assert.Equal("error", (await client.ReadAsync()).Type);
        Assert.Equal(1008, (await client.ReadAsync()).CloseCode);
    }

    [Fact]
    public async Task Binary_and_endless_frames_are_closed_with_their_codes()
    {
        await using var server = await Server.StartAsync();
        await using var binary = await server.OpenAsync();
        await using var endless = await server.OpenAsync();

        await binary.SendAsync(2, [1, 2, 3]);
        await endless.SendAsync(1, new byte[20_000]);

        Assert.Equal(1003, (await binary.ReadAsync()).CloseCode);
        Assert.Equal(1009, (await endless.ReadAsync()).CloseCode);
    }

    [Fact]
    public async Task Only_pages_of_our_own_and_of_trusted_sites_may_connect()
    {
        await using var server = await Server.StartAsync(("Cors:AllowedOrigins", "https://ops.example.com"));

        Assert.Equal(101, await StatusAsync(null));
        Assert.Equal(101, await StatusAsync($"http://{server.Address.Authority}"));
        Assert.Equal(101, await StatusAsync("https://ops.example.com"));
        Assert.Equal(403, await StatusAsync("https://evil.example.com"));
        Assert.Equal(403, await StatusAsync("https://ops.example.com.evil.example"));
        Assert.Equal(403, await StatusAsync("null"));
        Assert.Equal(403, await StatusAsync("http://127.0.0.1:1"));

        async Task<int> StatusAsync(string? origin)
        {
            await using var client = await server.OpenAsync(origin);
            return client.Status;
        }
    }

    [Fact]
    public async Task Clients_without_a_ticket_and_connections_of_one_user_are_limited()
    {
        await using var server = await Server.StartAsync(("WebSockets:MaximumWaitingPerAddress", "2"), ("WebSockets:MaximumPerUser", "1"));
        var user = TestUser.New();
        await using var connected = await server.ConnectAsync(user);
        await using var first = await server.OpenAsync();
        await using (var second = await server.OpenAsync())
        {
            await using var third = await server.OpenAsync();
            Assert.Equal((101, 101, 503), (first.Status, second.Status, third.Status));
        }

        // Whoever gives up makes room.
        await Wait.UntilAsync(async () =>
        {
            await using var next = await server.OpenAsync();
            return next.Status == 101;
        });

        await first.SendAsync($$"""{"type":"connect","token":"{{user.Ticket()}}","tenantId":"{{user.TenantId}}"}""");
        Assert.Equal("error", (await first.ReadAsync()).Type);
        Assert.Equal(4004, (await first.ReadAsync()).CloseCode);
    }

    [Fact]
    public async Task A_request_that_is_no_WebSocket_is_told_so()
    {
        await using var server = await Server.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await server.Http.GetAsync("/ws", TestContext.Current.CancellationToken)).StatusCode);
    }
}
