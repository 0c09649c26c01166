using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SreCopilot.EndToEnd.Tests.Isolation;

namespace SreCopilot.EndToEnd.Tests.Alerts;

/// <summary>A WebSocket client, as the web app is one: connects through the entry point with a ticket and keeps all it gets.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>The events so far, in the order in which they came.</summary>
    public ConcurrentQueue<JsonElement> Events { get; } = [];

    public static async Task<LiveClient> ConnectAsync(Uri entryPoint, Account account, CancellationToken cancel)
    {
        var ticket = (await account.SendAsync(HttpMethod.Get, "/api/v1/auth/ws-token", body: null, cancel)).GetProperty("token").GetString();
        var client = new LiveClient();
        await client._socket.ConnectAsync(new UriBuilder(entryPoint) { Scheme = "ws", Path = "/ws" }.Uri, cancel);
        await client._socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { type = "connect", token = ticket, userId = account.UserId, tenantId = account.TenantId, projectId = account.ProjectId }),
            WebSocketMessageType.Text, endOfMessage: true, cancel);
        var answer = await client.ReadAsync(cancel);
        Assert.Equal("connected", answer.GetProperty("type").GetString());
        client._reading = client.KeepAsync();
        return client;
    }

    /// <summary>What came about incidents: the type, and the state that the incident had.</summary>
    public IEnumerable<(string Type, string State, Guid Id)> Incidents => Events
        .Select(entry => (Type: entry.GetProperty("type").GetString()!, Data: entry.TryGetProperty("data", out var data) ? data : default))
        .Where(entry => entry.Type is "incident.created" or "incident.updated")
        .Select(entry => (entry.Type, entry.Data.GetProperty("state").GetString()!, entry.Data.GetProperty("id").GetGuid()));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        try
        {
            while (true)
            {
                var message = await ReadAsync(_stop.Token);
                if (message.TryGetProperty("id", out _))
                {
                    Events.Enqueue(message);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The test is over.
        }
    }

    private async Task<JsonElement> ReadAsync(CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancel);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return part.MessageType == WebSocketMessageType.Close
            ? throw new WebSocketException($"closed: {_socket.CloseStatusDescription}")
            : JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, length)).RootElement;
    }
}
