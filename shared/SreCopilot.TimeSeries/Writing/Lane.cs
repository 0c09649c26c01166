using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>
/// One queue and its writers. While one group is being committed the next one gathers, so groups grow with the load and a
/// single request does not wait for company.
/// </summary>
internal sealed partial class Lane(string name, GroupCommit commit, Partitions partitions, IOptions<TimeSeriesOptions> options, IngestMetrics metrics, ILogger logger)
    : IDisposable
{
    private const int MostAttempts = 3;

    private readonly LaneQueue _queue = new();
    private readonly TimeSpan _limit = TimeSpan.FromSeconds(options.Value.CommitSeconds);
    private readonly long _groupBytes = options.Value.GroupMegabytes * 1024L * 1024;
    private bool _away;

    public Task<IngestOutcome> WriteAsync(IngestBatch batch)
    {
        foreach (var rows in batch.Rows.Values)
        {
            rows.Complete();
        }

        var queued = new QueuedBatch(batch);
        _queue.Add(queued);
        return queued.Outcome;
    }

    public Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.WritersPerLane).Select(_ => Task.Run(() => WriteGroupsAsync(stopping), CancellationToken.None)));

    public void Dispose() => _queue.Dispose();

    private async Task WriteGroupsAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                var group = await _queue.TakeAsync(_groupBytes, stopping);
                if (group.Count > 0)
                {
                    await WriteGroupAsync(group);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server has answered its last request; who is still here is nobody's.
            End(_queue.TakeAll(), IngestOutcome.Unavailable);
        }
    }

    private async Task WriteGroupAsync(List<QueuedBatch> group)
    {
        try
        {
            await CommitAsync(group);
        }
        catch (Exception exception) when (CommitFaults.IsRefusal(exception))
        {
            await WriteEachAsync(group, exception);
        }
        catch (Exception exception) when (exception is OperationCanceledException || DatabaseFaults.IsUnavailable(exception))
        {
            GiveUp(group, exception);
        }
        catch (Exception exception)
        {
            // A bug in a step. Its requests answer 500, the lane goes on.
            group.ForEach(queued => queued.Fail(exception));
        }
    }

    private async Task CommitAsync(IReadOnlyList<QueuedBatch> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var deadline = new CancellationTokenSource(_limit);
            var started = Stopwatch.GetTimestamp();
            try
            {
                var repeated = await commit.RunAsync(group, deadline.Token);
                metrics.Committed(name, group, Stopwatch.GetElapsedTime(started));
                foreach (var queued in group)
                {
                    queued.End(repeated.Contains(queued) ? IngestOutcome.Repeated : IngestOutcome.Stored);
                }

                Recover();
                return;
            }
            catch (Exception exception) when (attempt < MostAttempts && CommitFaults.IsWorthRepeating(exception))
            {
                partitions.Forget();
            }
        }
    }

    // One bad request must not take the others with it.
    private async Task WriteEachAsync(List<QueuedBatch> group, Exception reason)
    {
        if (group.Count == 1)
        {
            LogRefused(name, group[0].Batch.ProjectId, reason.Message);
            End(group, IngestOutcome.Refused);
            return;
        }

        foreach (var queued in group)
        {
            await WriteGroupAsync([queued]);
        }
    }

    // Whoever waits behind the failed group would wait for the same. They are told at once, so memory is free again, and
    // the next request is the next attempt.
    private void GiveUp(List<QueuedBatch> group, Exception exception)
    {
        metrics.Failed(name);
        if (!_away)
        {
            LogAway(name, exception.Message);
        }

        _away = true;
        End(group, IngestOutcome.Unavailable);
        End(_queue.TakeAll(), IngestOutcome.Unavailable);
    }

    private void Recover()
    {
        if (_away)
        {
            LogBack(name);
        }

        _away = false;
    }

    private static void End(List<QueuedBatch> group, IngestOutcome outcome) => group.ForEach(queued => queued.End(outcome));

    [LoggerMessage(LogLevel.Warning, "{Lane} cannot be stored: {Reason}. Clients are told to send again later")]
    private partial void LogAway(string lane, string reason);

    [LoggerMessage(LogLevel.Information, "{Lane} is stored again")]
    private partial void LogBack(string lane);

    [LoggerMessage(LogLevel.Error, "PostgreSQL refused a request of {Lane} of project {ProjectId}: {Reason}")]
    private partial void LogRefused(string lane, Guid projectId, string reason);
}
