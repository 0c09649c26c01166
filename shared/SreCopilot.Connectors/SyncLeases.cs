using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.Connectors;

/// <summary>
/// The right to sync one connection, kept in the service's table <c>connections</c> (sync_due_at, sync_requested, sync_lease_until,
/// sync_number, sync_finished, is_active). Of all replicas one has it; it is renewed with every page, and a replica that dies gives
/// it back by not doing so. Whoever lost it finds another number in the row and can write nothing more.
/// </summary>
public static class SyncLeases
{
    /// <summary>Longer than one page takes, with all attempts.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(3);

    /// <summary>Takes the connection that waits longest.</summary>
    /// <param name="database">The service's database.</param>
    /// <param name="columns">What to read of it; the table is called c.</param>
    /// <param name="read">Makes a value of the row.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Gives up.</param>
    /// <typeparam name="T">The value.</typeparam>
    /// <returns>Null when none is due.</returns>
    public static async Task<T?> TakeAsync<T>(ServiceDatabase database, Sql columns, Func<NpgsqlDataReader, T> read, DateTimeOffset now, CancellationToken cancel)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(database);
        // As system: the connections of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var lease = await session.SingleOrDefaultAsync($"""
            update connections c set sync_lease_until = {now + Length}, sync_number = c.sync_number + 1, sync_requested = false
            where c.id = (
              select id from connections where is_active and sync_due_at <= {now} and (sync_lease_until is null or sync_lease_until <= {now})
              order by sync_due_at limit 1 for update skip locked)
            returning {columns}
            """, read, cancel);
        await session.CommitAsync(cancel);
        return lease;
    }

    /// <summary>Renews it inside of a session that stores something: both or neither.</summary>
    /// <param name="session">The session.</param>
    /// <param name="connectionId">The connection.</param>
    /// <param name="number">Of this sync.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>False when somebody else has it by now, or the connection was deleted or switched off.</returns>
    public static async Task<bool> RenewAsync(DatabaseSession session, Guid connectionId, long number, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(session);
        return await session.ExecuteAsync($"""
            update connections set sync_lease_until = {now + Length} where id = {connectionId} and sync_number = {number} and is_active
            """, cancel) == 1;
    }

    /// <summary>Asks for a sync that begins after now.</summary>
    /// <param name="session">In the scope of the caller; the caller commits.</param>
    /// <param name="projectId">The caller's project.</param>
    /// <param name="connectionId">The connection.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The number of the sync that may be running now: the one asked for has a higher one. Null when there is no such connection.</returns>
    public static async Task<(long? Before, bool IsActive)> RequestAsync(DatabaseSession session, Guid projectId, Guid connectionId, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(session);
        return await session.SingleOrDefaultAsync($"""
            update connections set sync_requested = true, sync_due_at = {now} where id = {connectionId} and project_id = {projectId} returning sync_number, is_active
            """, row => ((long?)row.GetInt64(0), row.GetBoolean(1)), cancel);
    }
}
