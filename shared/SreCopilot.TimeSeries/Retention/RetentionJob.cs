using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>
/// Makes partitions ahead; drops those that nobody keeps; deletes the rows of projects that keep them for less time than
/// others do, once their whole day has expired; forgets old receipts.
/// </summary>
internal sealed partial class RetentionJob(
    IEnumerable<TimeSeriesTable> tables, ServiceDatabase database, Partitions partitions, RetentionPolicies policies, IOptions<TimeSeriesOptions> options,
    TimeProvider time, ILogger<RetentionJob> logger) : ILeasedJob
{
    private const int DeletedAtOnce = 20_000;

    // Which rows of a partition were kept when it was looked through. New rows that old are not stored, so it stays true.
    private readonly Dictionary<string, string> _cleaned = [];

    public string Name => "retention";

    public TimeSpan Interval => TimeSpan.FromSeconds(options.Value.MaintenanceSeconds);

    public async Task RunAsync(CancellationToken cancel)
    {
        await policies.LoadAsync(database, cancel);
        var now = time.GetUtcNow();
        foreach (var table in tables)
        {
            await CreateAheadAsync(table, now, cancel);
            foreach (var partition in await ListAsync(table, cancel))
            {
                var keep = policies.KeepAfter(table.Signal, (now - partition.To).TotalDays);
                if (keep.Nothing)
                {
                    await DropAsync(partition, cancel);
                }
                else if (!keep.Everything)
                {
                    await CleanAsync(partition, keep, cancel);
                }
            }
        }

        await ForgetReceiptsAsync(now, cancel);
    }

    private async Task CreateAheadAsync(TimeSeriesTable table, DateTimeOffset now, CancellationToken cancel)
    {
        var last = table.PartitionOf(now.AddDays(options.Value.CreateAheadDays));
        for (var partition = table.PartitionOf(now); partition.Start <= last.Start; partition = partition.Next)
        {
            await partitions.EnsureAsync(partition, cancel);
        }
    }

    private async Task<List<TimePartition>> ListAsync(TimeSeriesTable table, CancellationToken cancel)
    {
        // As system, here and below: tables and their age have no tenant.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var names = await session.ListAsync(
            $"select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass({table.Name}) order by 1",
            row => row.GetString(0),
            cancel);
        return [.. names.Select(name => TimePartition.Parse(table, name)).OfType<TimePartition>()];
    }

    private async Task DropAsync(TimePartition partition, CancellationToken cancel)
    {
        try
        {
            await using var session = await database.OpenAsSystemAsync(cancel);
            // Dropping waits for queries that run, and new ones wait for it: not for long.
            await session.ExecuteAsync($"select set_config('lock_timeout', '2s', true)", cancel);
            await ExecuteAsync(session, $"drop table if exists {partition.Name}", cancel);
            await session.CommitAsync(cancel);
            partitions.Forget(partition);
            LogDropped(partition.Name);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            LogBusy(partition.Name);
        }
    }

    private async Task CleanAsync(TimePartition partition, Keep keep, CancellationToken cancel)
    {
        var kept = $"{keep.ByDefault} {string.Join(' ', keep.ByDefault ? keep.Shorter : keep.Longer)}";
        if (_cleaned.GetValueOrDefault(partition.Name) == kept)
        {
            return;
        }

        var (condition, projects) = keep.ByDefault ? ("project_id = any($1)", keep.Shorter) : ("project_id <> all($1)", keep.Longer);
        int deleted;
        do
        {
            await using var session = await database.OpenAsSystemAsync(cancel);
            deleted = await ExecuteAsync(
                session,
                $"delete from {partition.Name} where ctid = any(array(select ctid from {partition.Name} where {condition} limit {DeletedAtOnce}))",
                cancel,
                new NpgsqlParameter<Guid[]> { TypedValue = projects });
            await session.CommitAsync(cancel);
        }
        while (deleted == DeletedAtOnce);
        _cleaned[partition.Name] = kept;
    }

    private async Task ForgetReceiptsAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var session = await database.OpenAsSystemAsync(cancel);
        await session.ExecuteAsync($"delete from ingest_receipts where received_at < {now.AddHours(-options.Value.ReceiptHours)}", cancel);
        await session.CommitAsync(cancel);
    }

    private static async Task<int> ExecuteAsync(DatabaseSession session, string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
#pragma warning disable CA2100 // Names of tables cannot be parameters; these come from the source code and a date.
        await using var command = new NpgsqlCommand(sql, session.Connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(LogLevel.Information, "Dropped {Partition}: nobody keeps its rows any longer")]
    private partial void LogDropped(string partition);

    [LoggerMessage(LogLevel.Information, "{Partition} is in use; it is dropped in the next round")]
    private partial void LogBusy(string partition);
}
