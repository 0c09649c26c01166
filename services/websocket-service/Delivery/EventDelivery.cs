using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using SreCopilot.Events;
using SreCopilot.ServiceDefaults.Telemetry;

namespace SreCopilot.WebsocketService.Delivery;

/// <summary>
/// Listens to Redis and has the feeds delivered. Its messages are only hints: after every outage, and whenever the highest id in
/// Redis has changed since the last look, all feeds read their logs, so a lost message only costs time.
/// </summary>
internal sealed partial class EventDelivery : BackgroundService
{
    private const int Workers = 4;

    private readonly EventLog _log;
    private readonly EventHub _hub;
    private readonly TimeSpan _poll;
    private readonly TimeProvider _time;
    private readonly ILogger<EventDelivery> _logger;
    private readonly Counter<long> _sent;
    private volatile bool _away;

    public EventDelivery(EventLog log, EventHub hub, IOptions<WebSocketServiceOptions> options, TimeProvider time, IMeterFactory meters, ILogger<EventDelivery> logger)
    {
        (_log, _hub, _poll, _time, _logger) = (log, hub, TimeSpan.FromSeconds(options.Value.PollSeconds), time, logger);
        _sent = meters.Create(TelemetrySources.Platform).CreateCounter<long>("websocket_events_sent", description: "Events queued for clients.");
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([ListenAsync(stoppingToken), .. Enumerable.Range(0, Workers).Select(_ => DeliverAsync(stoppingToken))]);

    private async Task DeliverAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var feed in _hub.Signalled.ReadAllAsync(cancel))
            {
                try
                {
                    _sent.Add(await feed.DeliverAsync());
                }
                catch (Exception exception) when (RedisOutage.Is(exception))
                {
                    Away(exception);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        var (subscribed, last) = (false, (long?)null);
        using var timer = new PeriodicTimer(_poll, _time);
        try
        {
            do
            {
                try
                {
                    if (!subscribed)
                    {
                        // Once: the connection subscribes again by itself when Redis comes back.
                        await _log.SubscribeAsync(_hub.Signal);
                        subscribed = true;
                    }

                    var now = await _log.FindLastIdAsync();
                    if (_away || now != last)
                    {
                        Back();
                        _hub.SignalAll();
                    }

                    last = now;
                }
                catch (Exception exception) when (RedisOutage.Is(exception))
                {
                    Away(exception);
                }
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void Away(Exception exception)
    {
        if (!_away)
        {
            LogAway(exception.Message);
        }

        _away = true;
    }

    private void Back()
    {
        if (_away)
        {
            LogBack();
        }

        _away = false;
    }

    [LoggerMessage(LogLevel.Warning, "Events are delayed, Redis does not answer: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "Redis answers again, events are delivered")]
    private partial void LogBack();
}
