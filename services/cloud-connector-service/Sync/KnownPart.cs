using SreCopilot.CloudConnectorService.Connections;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Database;

namespace SreCopilot.CloudConnectorService.Sync;

/// <summary>A part and how far it was read.</summary>
/// <param name="Part">What is listed.</param>
/// <param name="IsKnown">Whether it was read to its end before; if not, nothing in it is a change yet.</param>
/// <param name="MeasuredUntil">Measurements up to here are in the telemetry store.</param>
internal sealed record KnownPart(Part Part, bool IsKnown, DateTimeOffset? MeasuredUntil)
{
    /// <summary>Adds what is new and forgets what is no longer wanted, in the session of the lease.</summary>
    /// <returns>Those first that were not read for the longest time.</returns>
    public static async Task<List<KnownPart>> PrepareAsync(DatabaseSession session, StoredConnection connection, IReadOnlyList<Part> parts, CancellationToken cancel)
    {
        string[] names = [.. parts.Select(part => part.Name)];
        await session.ExecuteAsync($"""
            insert into parts (connection_id, project_id, part) select {connection.Id}, {connection.ProjectId}, name from unnest({names}) as wanted (name) on conflict do nothing
            """, cancel);
        await session.ExecuteAsync($"delete from parts where connection_id = {connection.Id} and part <> all ({names})", cancel);
        await session.ExecuteAsync($"delete from resources where connection_id = {connection.Id} and part <> all ({names})", cancel);
        var known = await session.ListAsync(
            $"select part, read_at, measured_until from parts where connection_id = {connection.Id} order by read_at nulls first, part",
            row => (Name: row.GetString(0), ReadAt: row.GetValueOrNull<DateTimeOffset>(1), MeasuredUntil: row.GetValueOrNull<DateTimeOffset>(2)), cancel);
        return [.. known.Select(row => new KnownPart(parts.First(part => part.Name == row.Name), row.ReadAt is not null, row.MeasuredUntil))];
    }
}
