using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace SreCopilot.WebsocketService.Tests;

/// <summary>
/// A WebSocket client that does what the test says and nothing else: it can stop reading, misbehave, and sees every close code
/// (the framework's client refuses 1012).
/// </summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly Stream _stream;

    private Client(TcpClient tcp) => (_tcp, _stream) = (tcp, tcp.GetStream());

    public int Status { get; private set; }

    /// <summary>Whether it answers pings while it reads.</summary>
    public bool AnswersPings { get; set; } = true;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Client> OpenAsync(Uri server, string? origin, int? receiveBuffer)
    {
        var tcp = new TcpClient(AddressFamily.InterNetwork);
        if (receiveBuffer is { } bytes)
        {
            tcp.ReceiveBufferSize = bytes;
        }

        await tcp.ConnectAsync(server.Host, server.Port, Cancel);
        var client = new Client(tcp);
        var request = $"GET /ws HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n{(origin is null ? "" : $"Origin: {origin}\r\n")}\r\n";
        await client._stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancel);
        var answer = new StringBuilder();
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await client._stream.ReadExactlyAsync(one, Cancel);
            answer.Append((char)one[0]);
        }

        client.Status = int.Parse(answer.ToString().Split(' ')[1], null);
        return client;
    }

    public Task SendAsync(string text) => SendAsync(1, Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte opcode, byte[] payload)
    {
        // Masked with zeros: allowed, and the bytes stay as they are.
        byte[] length = payload.Length < 126 ? [(byte)(0x80 | payload.Length)] : [0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length];
        await _stream.WriteAsync((byte[])[(byte)(0x80 | opcode), .. length, 0, 0, 0, 0, .. payload], Cancel);
    }

    /// <summary>The next message, or the close frame, which is answered.</summary>
    public async Task<Message> ReadAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var head = new byte[2];
            await _stream.ReadExactlyAsync(head, deadline.Token);
            var length = (ulong)head[1];
            if (length >= 126)
            {
                var more = new byte[length == 126 ? 2 : 8];
                await _stream.ReadExactlyAsync(more, deadline.Token);
                length = more.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(more) : BinaryPrimitives.ReadUInt64BigEndian(more);
            }

            var payload = new byte[length];
            await _stream.ReadExactlyAsync(payload, deadline.Token);
            switch (head[0] & 0x0F)
            {
                case 1:
                    return new Message(0, Encoding.UTF8.GetString(payload));
                case 8:
                    await SendAsync(8, payload);
                    return new Message(BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload.AsSpan(2)));
                case 9 when AnswersPings:
                    await SendAsync(10, payload);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The data of the next so many events.</summary>
    public async Task<List<int>> NumbersAsync(int count)
    {
        var numbers = new List<int>();
        while (numbers.Count < count)
        {
            numbers.Add((await ReadAsync()).Json.GetProperty("data").GetInt32());
        }

        return numbers;
    }

    /// <summary>Sends a ping and expects its answer next: nothing else was on its way.</summary>
    public async Task AssertNothingWaitsAsync()
    {
        await SendAsync("""{"type":"ping"}""");
        Assert.Equal("pong", (await ReadAsync()).Type);
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What arrived.</summary>
    /// <param name="CloseCode">0 for a text message.</param>
    /// <param name="Text">The message, or the reason.</param>
    public sealed record Message(int CloseCode, string Text)
    {
        public JsonElement Json => JsonElement.Parse(Text);

        public string? Type => CloseCode == 0 ? Json.GetProperty("type").GetString() : null;
    }
}
