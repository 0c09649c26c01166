using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SreCopilot.LogService.Storage;
using StackExchange.Redis;

namespace SreCopilot.LogService.Tail;

/// <summary>
/// Passes new lines on to whoever looks, on whichever replica. Costs nothing while nobody does. What is said is only a copy: a Redis
/// that is away loses it, and ingest goes on.
/// </summary>
internal sealed partial class TailPublisher(IConnectionMultiplexer redis, TailJson json, IOptions<LogServiceOptions> options, TimeProvider time, ILogger<TailPublisher> logger) : BackgroundService
{
    private const int LinesPerMessage = 200;

    private readonly ConcurrentDictionary<Guid, TailedProject> _wanted = [];

    public bool IsTailed(Guid project) => _wanted.TryGetValue(project, out var tailed) && tailed.Until > time.GetUtcNow();

    /// <summary>Somebody looks at the project.</summary>
    public void Want(Guid project)
    {
        var until = time.GetUtcNow() + TailChannels.Wait;
        _wanted.AddOrUpdate(project, _ => new TailedProject { Until = until }, (_, known) =>
        {
            known.Until = until;
            return known;
        });
    }

    /// <summary>Passes lines on, as many as may be in this second; does not wait.</summary>
    public void Publish(Guid project, IReadOnlyList<LogLine> lines)
    {
        if (lines.Count == 0 || !_wanted.TryGetValue(project, out var tailed))
        {
            return;
        }

        var allowed = tailed.Take(lines.Count, time.GetUtcNow().ToUnixTimeSeconds(), options.Value.TailLinesPerSecond);
        for (var start = 0; start < allowed; start += LinesPerMessage)
        {
            var part = lines.Skip(start).Take(Math.Min(LinesPerMessage, allowed - start));
            var skipped = start + LinesPerMessage >= allowed ? lines.Count - allowed : 0;
            Send(project, new TailMessage([.. part], skipped));
        }

        if (allowed == 0)
        {
            Send(project, new TailMessage([], lines.Count));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Once: the connection subscribes again by itself when Redis comes back.
                await redis.GetSubscriber().SubscribeAsync(TailChannels.Wanted, (_, message) => Hear(message));
                break;
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                LogAway(exception.Message);
                await Task.Delay(TailChannels.Repeat, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TailChannels.Wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var over in _wanted.Where(entry => entry.Value.Until <= time.GetUtcNow()))
            {
                _wanted.TryRemove(over);
            }
        }
    }

    private void Hear(RedisValue message)
    {
        if (Guid.TryParse(message.ToString(), out var project))
        {
            Want(project);
        }
    }

    private void Send(Guid project, TailMessage message)
    {
        try
        {
            redis.GetSubscriber().Publish(TailChannels.LinesOf(project), json.Write(message), CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            LogAway(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Live tails get nothing, Redis does not answer: {Reason}")]
    private partial void LogAway(string reason);

    private sealed class TailedProject
    {
        private readonly Lock _gate = new();
        private long _second;
        private int _taken;

        public DateTimeOffset Until { get; set; }

        public int Take(int wanted, long second, int perSecond)
        {
            lock (_gate)
            {
                if (second != _second)
                {
                    (_second, _taken) = (second, 0);
                }

                var allowed = Math.Min(wanted, perSecond - _taken);
                _taken += allowed;
                return allowed;
            }
        }
    }
}

/// <summary>New lines on their way to live tails.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Skipped">How many were left out because there were too many.</param>
internal sealed record TailMessage(IReadOnlyList<LogLine> Lines, int Skipped);
