using System.Collections.Concurrent;
using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>Makes partitions when they are needed, and remembers which are there.</summary>
public sealed class Partitions(ServiceDatabase database)
{
    private readonly ConcurrentDictionary<TimePartition, bool> _known = [];

    /// <summary>Makes sure that rows of a moment have a place, for what is written by <c>insert</c> instead of a batch.</summary>
    /// <param name="table">The table.</param>
    /// <param name="time">The moment.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>A task that ends when the partition is there.</returns>
    public Task EnsureAsync(TimeSeriesTable table, DateTimeOffset time, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return EnsureAsync(table.PartitionOf(time), cancel);
    }

    internal async Task EnsureAsync(TimePartition partition, CancellationToken cancel)
    {
        if (_known.ContainsKey(partition))
        {
            return;
        }

        // As system: tables have no tenant. A transaction of its own, so that its locks are held for a moment only.
        await using var session = await database.OpenAsSystemAsync(cancel);
        await session.ExecuteAsync($"call ensure_partition({partition.Table.Name}::name, {partition.Name}::name, {partition.From}, {partition.To})", cancel);
        await session.CommitAsync(cancel);
        _known[partition] = true;
    }

    /// <summary>Somebody dropped partitions: look again.</summary>
    internal void Forget() => _known.Clear();

    internal void Forget(TimePartition partition) => _known.TryRemove(partition, out _);
}
