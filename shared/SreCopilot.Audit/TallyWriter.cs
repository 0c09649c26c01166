using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.Audit;

/// <summary>Writes counts down: the sum of all replicas in a table, the first of an hour and the total as entries.</summary>
internal sealed partial class TallyWriter : BackgroundService
{
    private readonly AuditTallies _tallies;
    private readonly ServiceDatabase _database;
    private readonly AuditSender _sender;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly ILogger<TallyWriter> _logger;
    private readonly SemaphoreSlim _wake = new(0);

    public TallyWriter(AuditTallies tallies, ServiceDatabase database, AuditSender sender, TimeProvider time, IOptions<AuditOptions> options, ILogger<TallyWriter> logger)
    {
        (_tallies, _database, _sender, _time, _logger) = (tallies, database, sender, time, logger);
        _interval = TimeSpan.FromSeconds(options.Value.TallySeconds);
        tallies.Began += () => _wake.Release();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var written = await WriteAsync(stoppingToken);
            try
            {
                // During an outage of PostgreSQL new ones must not make this a busy loop.
                await (written ? _wake.WaitAsync(_interval, stoppingToken) : Task.Delay(_interval, stoppingToken));
                while (_wake.Wait(0, CancellationToken.None))
                {
                    // One write is for all of them.
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> WriteAsync(CancellationToken cancel)
    {
        var taken = _tallies.Take();
        try
        {
            // As system: counts of all tenants together.
            await using var session = await _database.OpenAsSystemAsync(cancel);
            if (taken.Count > 0)
            {
                await AddAsync(session, taken, cancel);
                AuditOutbox.Insert(session, [.. taken.Select(entry => entry.Tally.First)]);
            }

            var closed = await CloseAsync(session, cancel);
            if (taken.Count > 0 || closed > 0)
            {
                await session.CommitAsync(cancel);
                _sender.Wake();
            }

            return true;
        }
        catch (Exception exception)
        {
            taken.ForEach(entry => entry.Tally.PutBack(entry.Count));
            if (!DatabaseFaults.IsUnavailable(exception) && exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }

            return false;
        }
    }

    private static Task<int> AddAsync(DatabaseSession session, List<(Tally Tally, long Count)> taken, CancellationToken cancel)
    {
        // In one order, so that two replicas do not wait for each other's rows.
        var ordered = taken.OrderBy(entry => entry.Tally.Id).ToList();
        return session.ExecuteAsync($"""
            insert into audit_tallies as t (id, tenant_id, ends_at, count, entry)
            select * from unnest({ordered.Select(entry => entry.Tally.Id).ToArray()}, {ordered.Select(entry => entry.Tally.First.TenantId).ToArray()},
              {ordered.Select(entry => entry.Tally.EndsAt).ToArray()}, {ordered.Select(entry => entry.Count).ToArray()},
              {ordered.Select(entry => AuditOutbox.Serialize(entry.Tally.First)).ToArray()})
            on conflict (id) do update set count = t.count + excluded.count
            """, cancel);
    }

    /// <summary>A minute after the end of their hour, when every replica has written down its part.</summary>
    private async Task<int> CloseAsync(DatabaseSession session, CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        var closed = await session.ListAsync($"""
            delete from audit_tallies where id in (
              select id from audit_tallies where ends_at < {now - TimeSpan.FromMinutes(1)} order by id limit 500 for update skip locked)
            returning ends_at, count, entry
            """, row => (EndsAt: row.GetFieldValue<DateTimeOffset>(0), Count: row.GetInt64(1), Entry: row.GetString(2)), cancel);
        var totals = closed.Where(tally => tally.Count > 1).Select(tally => Total(tally.Entry, tally.Count, tally.EndsAt, now)).ToList();
        if (totals.Count > 0)
        {
            AuditOutbox.Insert(session, totals);
        }

        return closed.Count;
    }

    private static AuditRecord Total(string first, long count, DateTimeOffset endsAt, DateTimeOffset now)
    {
        var record = JsonSerializer.Deserialize(first, AuditJson.Default.AuditRecord)!;
        var metadata = new AuditFields { { "count", count }, { "from", endsAt.AddHours(-1) }, { "to", endsAt } };
        return record with { Id = Guid.CreateVersion7(), Timestamp = now, Metadata = AuditFields.ToJson(metadata, 1024) };
    }

    [LoggerMessage(LogLevel.Error, "Counted calls could not be written down and are kept in memory")]
    private partial void LogFailed(Exception exception);
}
