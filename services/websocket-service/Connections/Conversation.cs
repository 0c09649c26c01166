using System.Net.WebSockets;
using System.Text.Json;
using SreCopilot.WebsocketService.Delivery;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>What is said on one connection, from the accepted handshake to the end.</summary>
internal sealed class Conversation(Admission admission, EventHub hub, ConnectionRegistry connections, TimeProvider time)
{
    /// <param name="connection">The client.</param>
    /// <param name="socket">Its socket; read here, written by the connection.</param>
    /// <param name="admitted">Called when the ticket was accepted or refused.</param>
    public async Task RunAsync(ClientConnection connection, WebSocket socket, Action admitted)
    {
        var sending = connection.SendQueuedAsync();
        try
        {
            var frame = await admission.AdmitAsync(connection, socket);
            admitted();
            if (frame is not null && await hub.JoinAsync(connection, frame.LastEventId, admission.SessionSeconds))
            {
                await ListenAsync(connection, socket);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The client is gone without a word.
        }
        finally
        {
            await hub.LeaveAsync(connection);
            connections.Remove(connection);
            connection.Close(Closure.Normal);
            await sending;
            await DrainAsync(socket, connection.Aborted);
        }
    }

    private async Task ListenAsync(ClientConnection connection, WebSocket socket)
    {
        while (true)
        {
            var (message, closure) = await FrameReader.ReadAsync(socket, connection.Aborted);
            if (message is null)
            {
                connection.Close(closure!);
                return;
            }

            await connection.SendAsync(await AnswerAsync(connection, message));
        }
    }

    private async Task<byte[]> AnswerAsync(ClientConnection connection, byte[] message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            var frame = document.RootElement;
            if (frame.ValueKind != JsonValueKind.Object)
            {
                return Frames.Error("A frame must be a JSON object with a 'type'.");
            }

            switch (ConnectFrame.Text(frame, "type"))
            {
                case "ping":
                    return Frames.Write(new PongFrame(Frames.Timestamp(time)), FrameJson.Default.PongFrame);
                case "subscribe":
                    return Subscribe(frame, "subscribed", connection.Subscription.Add);
                case "unsubscribe":
                    return Subscribe(frame, "unsubscribed", connection.Subscription.Remove);
                case "renew":
                    return await admission.RenewAsync(connection, ConnectFrame.Text(frame, "token")) is { } problem
                        ? Frames.Error(problem)
                        : Frames.Write(new RenewedFrame(admission.SessionSeconds, Frames.Timestamp(time)), FrameJson.Default.RenewedFrame);
                case { } unknown:
                    return Frames.Error($"Frames of type '{unknown}' are not known. Known are ping, subscribe, unsubscribe and renew.");
                default:
                    return Frames.Error("A frame must be a JSON object with a 'type'.");
            }
        }
        catch (JsonException)
        {
            return Frames.Error("A frame must be a JSON object; this is not JSON.");
        }
    }

    private byte[] Subscribe(JsonElement frame, string answer, Action<IEnumerable<string>> apply)
    {
        using var none = JsonDocument.Parse("[]");
        var channels = frame.TryGetProperty("channels", out var given) ? given : none.RootElement;
        if (channels.ValueKind != JsonValueKind.Array || channels.EnumerateArray().Any(channel => channel.ValueKind != JsonValueKind.String))
        {
            return Frames.Error("'channels' must be a list of channel names.");
        }

        apply([.. channels.EnumerateArray().Select(channel => channel.GetString()!)]);
        return Frames.Write(new SubscriptionFrame(answer, channels, Frames.Timestamp(time)), FrameJson.Default.SubscriptionFrame);
    }

    // Until the client confirms: closing a TCP connection with unread bytes would destroy the close frame on its way.
    private static async Task DrainAsync(WebSocket socket, CancellationToken cancel)
    {
        try
        {
            var buffer = new byte[256];
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                if ((await socket.ReceiveAsync(buffer, cancel)).MessageType == WebSocketMessageType.Close)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            socket.Abort();
        }
    }
}
