using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>The ticket was accepted; events follow. A client that gives <c>lastEventId</c> back at its next connection gets what
/// came after it; within <c>sessionSeconds</c> the connection needs a new ticket.</summary>
internal sealed record ConnectedFrame(Guid ClientId, Guid TenantId, Guid ProjectId, long LastEventId, int SessionSeconds, string Timestamp, string Type = "connected");

/// <summary>Everything after the client's last event was sent. Not complete: some could not be read any more, load the data anew.</summary>
internal sealed record ReplayedFrame(int Count, bool Complete, string Timestamp, string Type = "replayed");

/// <summary>The new ticket was accepted.</summary>
internal sealed record RenewedFrame(int SessionSeconds, string Timestamp, string Type = "renewed");

internal sealed record PongFrame(string Timestamp, string Type = "pong");

/// <summary><c>subscribed</c> or <c>unsubscribed</c>, with the channels as the client sent them.</summary>
internal sealed record SubscriptionFrame(string Type, JsonElement Channels, string Timestamp);

internal sealed record ErrorFrame(string Message, string Type = "error");

internal static class Frames
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    public static string Timestamp(TimeProvider time) => time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static byte[] Write<T>(T frame, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(frame, type);

    public static byte[] Error(string message) => Write(new ErrorFrame(message), FrameJson.Default.ErrorFrame);
}
