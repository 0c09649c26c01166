using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Channels;
using SreCopilot.AlertingService.Evaluation;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>
/// Delivers what is due: one thing at a time per channel, many channels at once. Channels whose last delivery failed have slots of
/// their own, so however many of them hang, those that work never wait for one.
/// </summary>
internal sealed partial class Dispatcher(ChannelLeases leases, Delivery delivery, IOptions<NotificationOptions> options, TimeProvider time, ILogger<Dispatcher> logger)
    : BackgroundService
{
    // Then another channel's turn comes.
    private const int MostInARow = 20;
    private static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(2);

    private readonly WakeUp _working = new();
    private readonly WakeUp _failing = new();

    private TimeSpan Poll => TimeSpan.FromSeconds(options.Value.PollSeconds);

    /// <summary>Something may be due.</summary>
    public void Wake() => _working.Set();

    public override void Dispose()
    {
        _working.Dispose();
        _failing.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(RunAsync(true, _working, stoppingToken), RunAsync(false, _failing, stoppingToken));

    private async Task RunAsync(bool working, WakeUp wakeUp, CancellationToken stopping)
    {
        var running = new HashSet<Task>();
        while (!stopping.IsCancellationRequested)
        {
            running.RemoveWhere(task => task.IsCompleted);
            try
            {
                var free = options.Value.Parallelism - running.Count;
                var taken = free > 0 ? await leases.TakeAsync(working, free, stopping) : [];
                foreach (var channel in taken)
                {
                    running.Add(DeliverAsync(channel, stopping));
                }

                if (free == 0)
                {
                    await Task.WhenAny(running);
                }
                else if (taken.Count == 0)
                {
                    await wakeUp.WaitAsync(Poll, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                if (!DatabaseFaults.IsUnavailable(exception))
                {
                    LogFailed(exception);
                }

                await Task.Delay(Poll, CancellationToken.None);
            }
        }

        await Task.WhenAll(running);
    }

    private async Task DeliverAsync(Channel channel, CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            for (var count = 0; count < MostInARow && await leases.NextAsync(channel, stopping) is { } due; count++)
            {
                var outcome = await delivery.SendAsync(channel, due.Message, isTest: false, stopping);
                await EndAsync(channel, due, outcome);
                if (!outcome.IsDelivered)
                {
                    LogNotDelivered(due.Message.Id, channel.Id, due.Attempts, outcome.Problem!);
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Whether it arrived is not known; it is sent again, under the same id.
        }
        catch (Exception exception)
        {
            // The lease ends by itself.
            LogDeliveryFailed(channel.Id, exception);
            return;
        }

        await GiveBackAsync(channel);
    }

    // What was delivered must not be delivered again: worth waiting for the database, but not longer than the lease.
    private async Task EndAsync(Channel channel, Due due, Outcome outcome)
    {
        var until = time.GetUtcNow() + TimeSpan.FromSeconds(25);
        while (true)
        {
            try
            {
                await leases.EndAsync(channel, due, outcome, CancellationToken.None);
                return;
            }
            catch (Exception exception) when (DatabaseFaults.IsUnavailable(exception) && time.GetUtcNow() < until)
            {
                await Task.Delay(Poll, CancellationToken.None);
            }
        }
    }

    private async Task GiveBackAsync(Channel channel)
    {
        try
        {
            using var limit = new CancellationTokenSource(GiveBackTime);
            await leases.GiveBackAsync(channel, limit.Token);
        }
        catch (Exception exception)
        {
            LogNotGivenBack(channel.Id, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Looking for due notifications failed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Notification {NotificationId} did not reach channel {ChannelId} at attempt {Attempt}: {Problem}")]
    private partial void LogNotDelivered(Guid notificationId, Guid channelId, int attempt, string problem);

    [LoggerMessage(LogLevel.Error, "A delivery to channel {ChannelId} could not be made or stored")]
    private partial void LogDeliveryFailed(Guid channelId, Exception exception);

    [LoggerMessage(LogLevel.Information, "Channel {ChannelId} was not given back and waits for the end of its lease: {Reason}")]
    private partial void LogNotGivenBack(Guid channelId, string reason);
}
