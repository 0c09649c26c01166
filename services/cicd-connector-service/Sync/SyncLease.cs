using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.Connectors;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Sync;

/// <summary>The right to sync one connection.</summary>
internal sealed record SyncLease(StoredConnection Connection, long Number)
{
    /// <summary>Takes the connection that waits longest.</summary>
    /// <returns>Null when none is due.</returns>
    public static Task<SyncLease?> TakeAsync(ServiceDatabase database, DateTimeOffset now, CancellationToken cancel) => SyncLeases.TakeAsync(
        database, $"{StoredConnection.Columns}, c.sync_number", row => new SyncLease(StoredConnection.Read(row), row.GetInt64(20)), now, cancel);

    /// <inheritdoc cref="SyncLeases.RenewAsync"/>
    public Task<bool> RenewAsync(DatabaseSession session, DateTimeOffset now, CancellationToken cancel) => SyncLeases.RenewAsync(session, Connection.Id, Number, now, cancel);

    /// <summary>Says how it went and when the next one is due.</summary>
    public async Task EndAsync(ServiceDatabase database, SyncOutcome outcome, DateTimeOffset now, DateTimeOffset next, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(Connection.Scope, cancel);
        await session.ExecuteAsync($"""
            update connections set sync_lease_until = null, sync_finished = sync_number, sync_imported = {outcome.Imported},
              sync_due_at = case when sync_requested then {now} else {next} end,
              status = {(outcome.Problem is null ? StoredConnection.Connected : StoredConnection.Error)}, status_message = {outcome.Problem ?? ""},
              last_sync_at = case when {outcome.ReadSomething} then {now} else last_sync_at end,
              repos_count = coalesce({outcome.Repositories}, repos_count), pipelines_count = coalesce({outcome.Pipelines}, pipelines_count)
            where id = {Connection.Id} and sync_number = {Number}
            """, cancel);
        await session.CommitAsync(cancel);
    }
}

/// <summary>How a sync went.</summary>
/// <param name="Problem">What is wrong, in words; null when everything was read.</param>
/// <param name="Imported">How many deployments were found that were not known.</param>
/// <param name="ReadSomething">Whether anything was read at all.</param>
/// <param name="Repositories">How many there are; null when that could not be read.</param>
/// <param name="Pipelines">How many ran; null when that could not be read.</param>
/// <param name="RetryAfter">How long the other system asks to wait.</param>
internal sealed record SyncOutcome(string? Problem, int Imported, bool ReadSomething, int? Repositories, int? Pipelines, TimeSpan? RetryAfter);
