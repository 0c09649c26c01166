using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Telemetry;
using StackExchange.Redis;

namespace SreCopilot.Events;

/// <summary>Hands the events of this service to Redis: at once after a commit here, and in a while what others left behind.</summary>
internal sealed partial class EventRelay : BackgroundService
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly RelayTurn _turn;
    private readonly EventOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<EventRelay> _logger;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _delay;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private TaskCompletionSource<bool> _nextRound = NewRound();
    private volatile bool _failing;

    public EventRelay(RelayTurn turn, IOptions<EventOptions> options, TimeProvider time, IMeterFactory meters, ILogger<EventRelay> logger)
    {
        (_turn, _options, _time, _logger) = (turn, options.Value, time, logger);
        var meter = meters.Create(TelemetrySources.Platform);
        _sent = meter.CreateCounter<long>("events_relayed", description: "Events handed to Redis.");
        _failures = meter.CreateCounter<long>("event_relay_failures", description: "Rounds of the relay that an outage ended.");
        _delay = meter.CreateHistogram<double>("event_relay_delay", "s", "From the event to Redis.");
    }

    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody has woken it already.
        }
    }

    public async Task<bool> WaitUntilSentAsync(TimeSpan limit, CancellationToken cancel)
    {
        if (_failing)
        {
            return false;
        }

        // The round after the present one: that began too early to see everything.
        var round = Volatile.Read(ref _nextRound).Task;
        Wake();
        try
        {
            return await round.WaitAsync(limit, _time, cancel);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (woken, delay) = (true, TimeSpan.FromSeconds(_options.PollSeconds));
        while (!stoppingToken.IsCancellationRequested)
        {
            var round = Interlocked.Exchange(ref _nextRound, NewRound());
            try
            {
                await RunRoundAsync(woken, stoppingToken);
                delay = TimeSpan.FromSeconds(_options.PollSeconds);
                round.SetResult(true);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Fail(exception);
                round.SetResult(false);
                // Waking does not help against an outage.
                await Task.Delay(delay, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
                woken = true;
                continue;
            }

            woken = await WaitAsync(stoppingToken);
        }
    }

    private static TaskCompletionSource<bool> NewRound() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunRoundAsync(bool woken, CancellationToken cancel)
    {
        // Looking costs one query and one question to Redis, a turn the lock that all services share.
        if (!woken && !await _turn.IsNeededAsync(cancel))
        {
            Recover();
            return;
        }

        IReadOnlyList<RelayedEvent> batch;
        do
        {
            batch = await _turn.TakeAsync(cancel);
            var now = _time.GetUtcNow();
            foreach (var sent in batch)
            {
                _delay.Record(Math.Max(0, (now - sent.Created).TotalSeconds));
            }

            _sent.Add(batch.Count);
            Recover();
        }
        while (batch.Count == _options.BatchSize);
    }

    private async Task<bool> WaitAsync(CancellationToken cancel)
    {
        try
        {
            return await _wake.WaitAsync(TimeSpan.FromSeconds(_options.PollSeconds), cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Recover()
    {
        if (_failing)
        {
            LogBack();
        }

        _failing = false;
    }

    private void Fail(Exception exception)
    {
        _failures.Add(1);
        if (exception is not RedisException and not TimeoutException && !DatabaseFaults.IsUnavailable(exception))
        {
            // Not an outage but a bug. The events stay where they are and the next round may be luckier.
            LogFailed(exception);
        }
        else if (!_failing)
        {
            LogAway(exception.Message);
        }

        _failing = true;
    }

    [LoggerMessage(LogLevel.Warning, "Events wait in the outbox until PostgreSQL and Redis are both there: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "Events are on their way again")]
    private partial void LogBack();

    [LoggerMessage(LogLevel.Error, "The relay of events failed")]
    private partial void LogFailed(Exception exception);
}
