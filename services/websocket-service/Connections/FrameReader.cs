using System.Buffers;
using System.Net.WebSockets;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>Reads a client's messages. A silent client costs no buffer: it is rented when bytes arrive.</summary>
internal static class FrameReader
{
    private const int MaximumBytes = 16 * 1024;

    /// <summary>Reads one message.</summary>
    /// <returns>The message; or why the connection is to be closed.</returns>
    public static async Task<(byte[]? Message, Closure? Closure)> ReadAsync(WebSocket socket, CancellationToken cancel)
    {
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, cancel);
        if (first.MessageType == WebSocketMessageType.Close)
        {
            return (null, Closure.Normal);
        }

        if (first.EndOfMessage)
        {
            // An empty message is over already.
            return first.MessageType == WebSocketMessageType.Text ? ([], null) : (null, Closure.NotText);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaximumBytes);
        try
        {
            var length = 0;
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length, MaximumBytes - length), cancel);
                length += part.Count;
                if (part.MessageType != WebSocketMessageType.Text)
                {
                    return (null, part.MessageType == WebSocketMessageType.Close ? Closure.Normal : Closure.NotText);
                }

                if (part.EndOfMessage)
                {
                    return (buffer.AsSpan(0, length).ToArray(), null);
                }

                if (length == MaximumBytes)
                {
                    return (null, Closure.TooBig);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
