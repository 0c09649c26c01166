using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Telemetry;

namespace SreCopilot.Audit;

/// <summary>
/// Sends what waits in the outbox, in its order, by one replica at a time. What was not confirmed is sent again under the same
/// id; no transaction is open while audit-service is asked.
/// </summary>
internal sealed partial class AuditSender : BackgroundService
{
    private const int BatchCharacters = 1024 * 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly Guid _owner = Guid.NewGuid();
    private readonly ServiceDatabase _database;
    private readonly IAuditDelivery _delivery;
    private readonly AuditOptions _options;
    private readonly ILogger<AuditSender> _logger;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failures;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private int _batchSize;
    private bool _failing;

    public AuditSender(ServiceDatabase database, IAuditDelivery delivery, IOptions<AuditOptions> options, IMeterFactory meters, ILogger<AuditSender> logger)
    {
        (_database, _delivery, _options, _logger) = (database, delivery, options.Value, logger);
        _batchSize = _options.BatchSize;
        var meter = meters.Create(TelemetrySources.Platform);
        _sent = meter.CreateCounter<long>("audit_entries_sent", description: "Audit entries handed to audit-service.");
        _failures = meter.CreateCounter<long>("audit_sender_failures", description: "Attempts to send audit entries that failed.");
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

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await using var session = await _database.OpenAsSystemAsync(cancellationToken);
            await AuditOutbox.ReleaseAsync(session, _owner, cancellationToken);
            await session.CommitAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            // Then it runs out by itself.
            LogNotReleased(exception.Message);
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var more = await SendBatchAsync(stoppingToken);
                Recover();
                pause = FirstPause;
                if (!more)
                {
                    await _wake.WaitAsync(TimeSpan.FromSeconds(_options.PollSeconds), stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Fail(exception);
                // Not all services at the same moment when audit-service is back. Waking does not help against an outage.
                await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                var longest = TimeSpan.FromSeconds(_options.LongestPauseSeconds);
                pause = pause * 2 < longest ? pause * 2 : longest;
            }
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> SendBatchAsync(CancellationToken cancel)
    {
        var batch = await TakeAsync(cancel);
        if (batch.Count == 0)
        {
            return false;
        }

        IReadOnlyList<RejectedEntry> rejected;
        try
        {
            rejected = (await _delivery.DeliverAsync(batch, cancel)).Rejected;
        }
        catch (AuditDeliveryException exception) when (exception.IsUnreadable)
        {
            if (batch.Count > 1)
            {
                // One of them must not hold up the others for ever: look for it one by one.
                _batchSize = 1;
                return true;
            }

            rejected = [new RejectedEntry(batch[0].Id, exception.Message)];
        }

        await using var session = await _database.OpenAsSystemAsync(cancel);
        foreach (var entry in rejected)
        {
            LogRejected(entry.Id, entry.Reason);
            await AuditOutbox.RejectAsync(session, entry, cancel);
        }

        var refused = rejected.Select(entry => entry.Id).ToHashSet();
        var done = batch.Where(entry => !refused.Contains(entry.Id)).Select(entry => entry.Seq).ToArray();
        await AuditOutbox.RemoveAsync(session, done, cancel);
        await session.CommitAsync(cancel);
        _sent.Add(done.Length);
        _batchSize = Math.Min(_options.BatchSize, _batchSize * 2);
        return true;
    }

    private async Task<List<WaitingEntry>> TakeAsync(CancellationToken cancel)
    {
        // As system, here and above: the sender works for all tenants and is nobody's caller.
        await using var session = await _database.OpenAsSystemAsync(cancel);
        if (!await AuditOutbox.TryLeaseAsync(session, _owner, _options.LeaseSeconds, cancel))
        {
            return [];
        }

        var entries = await AuditOutbox.ReadAsync(session, _batchSize, cancel);
        await session.CommitAsync(cancel);
        var characters = 0;
        return [.. entries.TakeWhile((entry, index) => (characters += entry.Json.Length) <= BatchCharacters || index == 0)];
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
        if (exception is not AuditDeliveryException && !DatabaseFaults.IsUnavailable(exception))
        {
            LogFailed(exception);
        }
        else if (!_failing)
        {
            LogAway(exception.Message);
        }

        _failing = true;
    }

    [LoggerMessage(LogLevel.Warning, "Audit entries wait in the outbox: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "Audit entries are on their way again")]
    private partial void LogBack();

    [LoggerMessage(LogLevel.Error, "audit-service will not take entry {EntryId}, which stays in the outbox: {Reason}")]
    private partial void LogRejected(Guid entryId, string reason);

    [LoggerMessage(LogLevel.Debug, "The lease of the sender of audit entries was not given back: {Reason}")]
    private partial void LogNotReleased(string reason);

    [LoggerMessage(LogLevel.Error, "Sending audit entries failed")]
    private partial void LogFailed(Exception exception);
}
