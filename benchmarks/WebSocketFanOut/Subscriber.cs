using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.Benchmarks.WebSocketFanOut;

/// <summary>One client that checks everything it gets.</summary>
internal sealed class Subscriber(Uri server, AccessTokens tokens, Guid tenantId, Guid projectId) : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[8192];

    /// <summary>The events of its project that it got, in the order of arrival.</summary>
    public List<int> Numbers { get; } = [];

    public int Foreign { get; private set; }

    public int OutOfOrder { get; private set; }

    /// <summary>From the event's id, which is its moment, to its arrival, in milliseconds.</summary>
    public List<double> Delays { get; } = [];

    public async Task ConnectAsync(CancellationToken cancel)
    {
        var ticket = tokens.IssueWebSocketTicket(
            new Caller
            {
                Kind = CallerKind.User,
                UserId = Guid.NewGuid(),
                TenantId = tenantId,
                ProjectId = projectId,
                SessionId = Guid.NewGuid(),
                Email = "bench@acme.io",
                TenantRole = "engineer",
                ProjectRole = "viewer",
            },
            TimeSpan.FromMinutes(1));
        await _socket.ConnectAsync(server, cancel);
        var connect = $$"""{"type":"connect","token":"{{ticket}}","tenantId":"{{tenantId}}"}""";
        await _socket.SendAsync(Encoding.UTF8.GetBytes(connect), WebSocketMessageType.Text, endOfMessage: true, cancel);
        var answer = await _socket.ReceiveAsync(_buffer, cancel);
        if (!Encoding.UTF8.GetString(_buffer, 0, answer.Count).Contains("\"connected\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("A client was refused.");
        }
    }

    public async Task ReadAsync(int count, CancellationToken cancel)
    {
        var last = 0L;
        while (Numbers.Count + Foreign < count)
        {
            var part = await _socket.ReceiveAsync(_buffer, cancel);
            var now = DateTimeOffset.UtcNow;
            using var message = JsonDocument.Parse(_buffer.AsMemory(0, part.Count));
            var root = message.RootElement;
            var id = root.GetProperty("id").GetInt64();
            Foreign += root.GetProperty("project_id").GetGuid() == projectId && root.GetProperty("tenant_id").GetGuid() == tenantId ? 0 : 1;
            OutOfOrder += id > last ? 0 : 1;
            last = id;
            Numbers.Add(root.GetProperty("data").GetProperty("number").GetInt32());
            Delays.Add((now - DateTimeOffset.UnixEpoch).TotalMilliseconds - (root.GetProperty("data").GetProperty("sent_us").GetInt64() / 1000.0));
        }
    }

    public void Dispose() => _socket.Dispose();
}
