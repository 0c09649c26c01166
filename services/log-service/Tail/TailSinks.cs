using System.Net.WebSockets;

namespace SreCopilot.LogService.Tail;

/// <summary>The connection to a client of a live tail.</summary>
internal interface ITailSink
{
    /// <summary>Sends one JSON text.</summary>
    Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancel);

    /// <summary>Says that it ends, and why.</summary>
    Task EndAsync(TailEnd end, CancellationToken cancel);
}

/// <summary>Server-sent events: <c>data: {...}</c> and an empty line.</summary>
internal sealed class EventStreamSink(HttpResponse response, TailJson json) : ITailSink
{
    public async Task StartAsync(CancellationToken cancel)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        // A comment, so that the client knows that it is connected.
        await response.Body.WriteAsync(": connected\n\n"u8.ToArray(), cancel);
        await response.Body.FlushAsync(cancel);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        await response.Body.WriteAsync("data: "u8.ToArray(), cancel);
        await response.Body.WriteAsync(message, cancel);
        await response.Body.WriteAsync("\n\n"u8.ToArray(), cancel);
        await response.Body.FlushAsync(cancel);
    }

    public Task EndAsync(TailEnd end, CancellationToken cancel) =>
        SendAsync(json.Write(new TailNotice("closed", end.Reason)), cancel);
}

/// <summary>A WebSocket: one text message per JSON text.</summary>
internal sealed class WebSocketSink(WebSocket socket) : ITailSink
{
    public Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancel) => socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancel).AsTask();

    public Task EndAsync(TailEnd end, CancellationToken cancel) => socket.CloseOutputAsync((WebSocketCloseStatus)end.Code, end.Reason, cancel);
}

/// <summary>What is said between the lines: <c>connected</c>, <c>heartbeat</c>, <c>skipped</c> (with a count), <c>closed</c> (with a reason).</summary>
internal sealed record TailNotice(string Type, string? Reason = null, int? Count = null);
