using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>Makes the batches of several requests durable in one transaction: receipts, one COPY per partition, the lane's steps.</summary>
internal sealed class GroupCommit(ServiceDatabase database, Partitions partitions, IReadOnlyList<IIngestStep> steps, string lane)
{
    /// <summary>Stores the batches.</summary>
    /// <returns>The keys of those that had been stored before.</returns>
    public async Task<IReadOnlySet<QueuedBatch>> RunAsync(IReadOnlyList<QueuedBatch> group, CancellationToken cancel)
    {
        foreach (var partition in group.SelectMany(queued => queued.Batch.Rows.Keys).Distinct())
        {
            await partitions.EnsureAsync(partition, cancel);
        }

        // As system: the group has rows of many projects. Each row got its project from the verified caller of its own
        // request, see IngestBatch; COPY does not look at policies, which is why partitions are written by their own names.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var repeated = await WriteReceiptsAsync(session, group, cancel);
        var fresh = group.Where(queued => !repeated.Contains(queued)).ToList();
        foreach (var partition in fresh.SelectMany(queued => queued.Batch.Rows).GroupBy(rows => rows.Key, rows => rows.Value))
        {
            await CopyStream.SendAsync(session, partition.Key, partition, cancel);
        }

        if (fresh.Count > 0)
        {
            var batches = fresh.ConvertAll(queued => queued.Batch);
            foreach (var step in steps)
            {
                await step.RunAsync(session, batches, cancel);
            }
        }

        await session.CommitAsync(cancel);
        return repeated;
    }

    private async Task<HashSet<QueuedBatch>> WriteReceiptsAsync(DatabaseSession session, IReadOnlyList<QueuedBatch> group, CancellationToken cancel)
    {
        var repeated = new HashSet<QueuedBatch>();
        var keyed = new Dictionary<(Guid, string), QueuedBatch>();
        foreach (var queued in group.Where(queued => queued.Batch.Key is not null))
        {
            if (!keyed.TryAdd(Identify(queued.Batch.ProjectId, queued.Batch.Key!), queued))
            {
                // The same request twice in one group: the first one counts for both.
                repeated.Add(queued);
            }
        }

        if (keyed.Count == 0)
        {
            return repeated;
        }

        // In one order, so that two replicas with the same requests do not wait for each other. One that comes second
        // waits for the first one's commit.
        var ordered = keyed.Values.OrderBy(queued => Convert.ToHexString(queued.Batch.Key!), StringComparer.Ordinal).ToList();
        var written = await session.ListAsync(
            $"""
            insert into ingest_receipts (project_id, lane, key)
            select project_id, {lane}, key from unnest({ordered.Select(queued => queued.Batch.ProjectId).ToArray()}, {ordered.Select(queued => queued.Batch.Key!).ToArray()}) as r (project_id, key)
            on conflict do nothing returning project_id, key
            """,
            row => Identify(row.GetGuid(0), row.GetFieldValue<byte[]>(1)),
            cancel);
        repeated.UnionWith(keyed.ExceptBy(written, pair => pair.Key).Select(pair => pair.Value));
        return repeated;
    }

    private static (Guid, string) Identify(Guid projectId, byte[] key) => (projectId, Convert.ToHexString(key));
}

/// <summary>What to do about an exception of a commit.</summary>
internal static class CommitFaults
{
    /// <summary>A partition was dropped between looking and writing, or two replicas waited for each other: nothing was stored, and trying again is right.</summary>
    public static bool IsWorthRepeating(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>The content of some batch is at fault.</summary>
    public static bool IsRefusal(Exception exception) => exception is PostgresException && !DatabaseFaults.IsUnavailable(exception);
}
