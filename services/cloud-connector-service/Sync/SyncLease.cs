using SreCopilot.CloudConnectorService.Connections;
using SreCopilot.Connectors;
using SreCopilot.Database;

namespace SreCopilot.CloudConnectorService.Sync;

/// <summary>The right to sync one connection.</summary>
internal sealed record SyncLease(StoredConnection Connection, long Number)
{
    /// <summary>Takes the connection that waits longest.</summary>
    /// <returns>Null when none is due.</returns>
    public static Task<SyncLease?> TakeAsync(ServiceDatabase database, DateTimeOffset now, CancellationToken cancel) => SyncLeases.TakeAsync(
        database, $"{StoredConnection.Columns}, c.sync_number", row => new SyncLease(StoredConnection.Read(row), row.GetInt64(StoredConnection.Width)), now, cancel);

    /// <summary>A session in which the lease was renewed: what is stored in it counts only while the lease does.</summary>
    /// <returns>Null when somebody else has the lease by now, or the connection was deleted or switched off.</returns>
    public async Task<DatabaseSession?> OpenAsync(ServiceDatabase database, DateTimeOffset now, CancellationToken cancel)
    {
        var session = await database.OpenAsync(Connection.Scope, cancel);
        try
        {
            if (await SyncLeases.RenewAsync(session, Connection.Id, Number, now, cancel))
            {
                return session;
            }
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        await session.DisposeAsync();
        return null;
    }

    /// <summary>Says how it went and when the next one is due.</summary>
    public async Task EndAsync(ServiceDatabase database, SyncOutcome outcome, DateTimeOffset now, DateTimeOffset next, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(Connection.Scope, cancel);
        await session.ExecuteAsync($"""
            update connections set sync_lease_until = null, sync_finished = sync_number, sync_changes = {outcome.Changes},
              sync_due_at = case when sync_requested then {now} else {next} end,
              status = {(outcome.Problem is null ? StoredConnection.Connected : StoredConnection.Error)}, status_message = {outcome.Problem ?? ""},
              last_sync_at = case when {outcome.ReadSomething} then {now} else last_sync_at end,
              resources_count = (select count(*) from resources where connection_id = {Connection.Id})
            where id = {Connection.Id} and sync_number = {Number}
            """, cancel);
        await session.CommitAsync(cancel);
    }
}

/// <summary>How a sync went.</summary>
/// <param name="Problem">What is wrong, in words; null when everything was read.</param>
/// <param name="Changes">How many changes were found.</param>
/// <param name="ReadSomething">Whether anything was read at all.</param>
/// <param name="RetryAfter">How long the cloud asks to wait.</param>
internal sealed record SyncOutcome(string? Problem, int Changes = 0, bool ReadSomething = false, TimeSpan? RetryAfter = null);
