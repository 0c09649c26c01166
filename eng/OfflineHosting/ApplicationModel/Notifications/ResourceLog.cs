using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The console log of one resource instance: the latest lines, and those who watch it.</summary>
internal sealed class ResourceLog
{
    private const int BacklogSize = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _backlog = [];
    private readonly HashSet<ChannelWriter<LogLine>> _watchers = [];
    private int _lines;
    private bool _completed;

    /// <summary>Raised when the first watcher comes or the last one goes.</summary>
    public event Action<bool>? WatchedChanged;

    public bool IsWatched
    {
        get
        {
            lock (_lock)
            {
                return _watchers.Count > 0;
            }
        }
    }

    public void Append(string content, bool isError)
    {
        lock (_lock)
        {
            var line = new LogLine(++_lines, content, isError);
            if (_backlog.Count == BacklogSize)
            {
                _backlog.Dequeue();
            }

            _backlog.Enqueue(line);
            foreach (var watcher in _watchers)
            {
                watcher.TryWrite(line);
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _backlog.Clear();
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            foreach (var watcher in _watchers)
            {
                watcher.TryComplete();
            }
        }
    }

    public IReadOnlyList<LogLine> Lines()
    {
        lock (_lock)
        {
            return [.. _backlog];
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LogLine>(new UnboundedChannelOptions { SingleReader = true });
        bool first;
        lock (_lock)
        {
            foreach (var line in _backlog)
            {
                channel.Writer.TryWrite(line);
            }

            if (_completed)
            {
                channel.Writer.TryComplete();
            }

            first = _watchers.Count == 0;
            _watchers.Add(channel.Writer);
        }

        if (first)
        {
            WatchedChanged?.Invoke(true);
        }

        try
        {
            while (await channel.Reader.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<LogLine>();
                while (channel.Reader.TryRead(out var line))
                {
                    batch.Add(line);
                }

                yield return batch;
            }
        }
        finally
        {
            bool last;
            lock (_lock)
            {
                _watchers.Remove(channel.Writer);
                last = _watchers.Count == 0;
            }

            if (last)
            {
                WatchedChanged?.Invoke(false);
            }
        }
    }
}
