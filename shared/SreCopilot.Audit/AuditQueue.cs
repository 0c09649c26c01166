using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.Audit;

/// <summary>
/// Entries that belong to no transaction: refusals, and the safety net's when PostgreSQL is away. They are in the outbox a moment
/// later; until then they are in memory, of which there is a limit. What does not fit, or is still here when the process ends,
/// is written to the log.
/// </summary>
internal sealed partial class AuditQueue : BackgroundService
{
    private const int BatchSize = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<AuditRecord> _waiting;
    private readonly ServiceDatabase _database;
    private readonly AuditSender _sender;
    private readonly ILogger<AuditQueue> _logger;
    private List<AuditRecord> _batch = [];

    public AuditQueue(ServiceDatabase database, AuditSender sender, IOptions<AuditOptions> options, ILogger<AuditQueue> logger)
    {
        (_database, _sender, _logger) = (database, sender, logger);
        _waiting = Channel.CreateBounded<AuditRecord>(new BoundedChannelOptions(options.Value.QueueLength) { SingleReader = true });
    }

    public void Add(AuditRecord record)
    {
        if (!_waiting.Writer.TryWrite(record))
        {
            Keep(record);
        }
    }

    /// <summary>Writes it into the outbox now, or as soon as PostgreSQL is back.</summary>
    public async Task WriteAsync(AuditRecord record)
    {
        try
        {
            await StoreAsync([record], CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogLater(record.Id, exception.Message);
            Add(record);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        // Part of it may be stored already; the ids tell.
        var rest = _batch;
        while (_waiting.Reader.TryRead(out var record))
        {
            rest.Add(record);
        }

        try
        {
            await StoreAsync(rest, cancellationToken);
        }
        catch (Exception)
        {
            rest.ForEach(Keep);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_batch.Count == 0)
                {
                    await _waiting.Reader.WaitToReadAsync(stoppingToken);
                }

                while (_batch.Count < BatchSize && _waiting.Reader.TryRead(out var record))
                {
                    _batch.Add(record);
                }

                await StoreAsync(_batch, stoppingToken);
                _batch = [];
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (!DatabaseFaults.IsUnavailable(exception))
                {
                    // Trying again would not help, and would hold up all that come after.
                    LogFailed(exception);
                    _batch.ForEach(Keep);
                    _batch = [];
                }

                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task StoreAsync(List<AuditRecord> records, CancellationToken cancel)
    {
        if (records.Count == 0)
        {
            return;
        }

        // As system: what was refused may be nobody's.
        await using var session = await _database.OpenAsSystemAsync(cancel);
        AuditOutbox.Insert(session, records);
        session.AfterCommit(_sender.Wake);
        await session.CommitAsync(cancel);
    }

    private void Keep(AuditRecord record) => LogKept(AuditOutbox.Serialize(record));

    [LoggerMessage(LogLevel.Warning, "Audit entry {EntryId} waits in memory: {Reason}")]
    private partial void LogLater(Guid entryId, string reason);

    [LoggerMessage(LogLevel.Error, "Audit entry that could not be stored: {Entry}")]
    private partial void LogKept(string entry);

    [LoggerMessage(LogLevel.Error, "Storing audit entries failed")]
    private partial void LogFailed(Exception exception);
}
