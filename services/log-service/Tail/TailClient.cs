using System.Threading.Channels;
using SreCopilot.Identity;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Tail;

/// <summary>Why a live tail ends: for a WebSocket its close code, and a word for programs.</summary>
internal sealed record TailEnd(int Code, string Reason)
{
    /// <summary>Another replica takes the client at once.</summary>
    public static readonly TailEnd Restart = new(1012, "service_restart");

    /// <summary>Logout, new password, removed from the project, disabled.</summary>
    public static readonly TailEnd SessionEnded = new(4001, "session_ended");

    /// <summary>Ask again, with a token that is still valid.</summary>
    public static readonly TailEnd SessionExpired = new(4002, "session_expired");

    /// <summary>The client did not read fast enough.</summary>
    public static readonly TailEnd TooSlow = new(4003, "too_slow");
}

/// <summary>Somebody who looks at new lines. Whoever delivers never waits for a client; one whose queue is full is dropped.</summary>
internal sealed class TailClient(Caller caller, LogFilter filter, int queueLength) : IDisposable
{
    private readonly Channel<LogLine> _queue = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(queueLength) { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private int _skipped;

    public Caller Caller => caller;

    public Guid ProjectId => caller.ProjectId!.Value;

    public ChannelReader<LogLine> Lines => _queue.Reader;

    /// <summary>Why it ends; null while it goes on.</summary>
    public TailEnd? End { get; private set; }

    /// <summary>Fires when it ends.</summary>
    public CancellationToken Ended => _ended.Token;

    public void Offer(TailMessage message)
    {
        foreach (var line in message.Lines)
        {
            if (filter.Matches(line) && !_queue.Writer.TryWrite(line))
            {
                Stop(TailEnd.TooSlow);
                return;
            }
        }

        if (message.Skipped > 0)
        {
            Interlocked.Add(ref _skipped, message.Skipped);
        }
    }

    /// <summary>How many lines were left out for everybody since the last call.</summary>
    public int TakeSkipped() => Interlocked.Exchange(ref _skipped, 0);

    public void Stop(TailEnd end)
    {
        End ??= end;
        if (!_queue.Writer.TryComplete())
        {
            return;
        }

        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has left in this very moment.
        }
    }

    public void Dispose() => _ended.Dispose();
}
