using System.Net.WebSockets;
using System.Threading.Channels;
using SreCopilot.Events;
using SreCopilot.Identity;
using SreCopilot.WebsocketService.Delivery;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>
/// One client: a bounded queue of what it shall get and the one task that sends it. Whoever has something for many clients
/// only puts it into their queues, so none of them can hold up another.
/// </summary>
internal sealed class ClientConnection : IDisposable
{
    private readonly WebSocket _socket;
    private readonly Channel<byte[]> _queue;
    private readonly TimeSpan _closeLimit;
    private readonly CancellationTokenSource _abort = new();
    private Closure? _closure;
    private long _expires;

    public ClientConnection(WebSocket socket, int queueLength, TimeSpan closeLimit)
    {
        (_socket, _closeLimit) = (socket, closeLimit);
        _queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(queueLength) { SingleReader = true });
    }

    /// <summary>Whose it is; null until the ticket was accepted.</summary>
    public Caller? User { get; set; }

    /// <summary>When a new ticket is due.</summary>
    public DateTimeOffset Expires
    {
        get => new(Volatile.Read(ref _expires), TimeSpan.Zero);
        set => Volatile.Write(ref _expires, value.UtcTicks);
    }

    /// <summary>The channels whose events it gets.</summary>
    public Subscription Subscription { get; } = new();

    /// <summary>Its project's feed; null until it joined.</summary>
    public ProjectFeed? Feed { get; set; }

    /// <summary>Events up to this one are known to the client.</summary>
    public long Floor { get; set; }

    /// <summary>Why it is being closed; null while it is open.</summary>
    public Closure? Closure => Volatile.Read(ref _closure);

    /// <summary>Cancelled when the connection is over.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>Whether an event is for this client. The feed is its project's already; the rest is a second wall.</summary>
    public bool Wants(LoggedEvent entry) =>
        entry.TenantId == User!.TenantId && entry.ProjectId == User.ProjectId && Subscription.Contains(entry.Channel);

    /// <summary>Queues a message without waiting. A client whose queue is full is too slow and is closed.</summary>
    /// <returns>Whether it was queued.</returns>
    public bool TrySend(byte[] message)
    {
        if (_queue.Writer.TryWrite(message))
        {
            return true;
        }

        Close(Closure.TooSlow);
        return false;
    }

    /// <summary>Queues a message and waits for a place, at the client's own pace.</summary>
    /// <returns>False when the connection is being closed.</returns>
    public async Task<bool> SendAsync(byte[] message)
    {
        try
        {
            await _queue.Writer.WriteAsync(message, _abort.Token);
            return true;
        }
        catch (Exception exception) when (exception is ChannelClosedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Closes the connection; the first reason counts. A client that does not take the close frame in time is cut off.</summary>
    public void Close(Closure closure)
    {
        if (Interlocked.CompareExchange(ref _closure, closure, null) is null)
        {
            _queue.Writer.TryComplete();
            try
            {
                _abort.CancelAfter(_closeLimit);
            }
            catch (ObjectDisposedException)
            {
                // Over already.
            }
        }
    }

    /// <summary>Sends what is queued until the connection is closed, and then the close frame.</summary>
    public async Task SendQueuedAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_abort.Token))
            {
                while (Closure is null or { SendsRest: true } && _queue.Reader.TryRead(out var message))
                {
                    await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _abort.Token);
                }

                if (Closure is { SendsRest: false })
                {
                    break;
                }
            }

            if (Closure is { } closure && _socket.State is (WebSocketState.Open or WebSocketState.CloseReceived))
            {
                await _socket.CloseOutputAsync((WebSocketCloseStatus)closure.Code, closure.Reason, _abort.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client is gone, or did not take what was sent in time.
            Close(Closure.Normal);
            await _abort.CancelAsync();
        }
    }

    public void Dispose() => _abort.Dispose();
}
