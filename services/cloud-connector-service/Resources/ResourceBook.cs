using System.Text.Json;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.CloudConnectorService.Sync;
using SreCopilot.Database;
using SreCopilot.Events;

namespace SreCopilot.CloudConnectorService.Resources;

/// <summary>
/// Keeps what runs in the accounts, and writes down how it changes between syncs. Cost of a page, however long: one query, one
/// upsert, and when something changed one insert and one event.
/// </summary>
internal sealed class ResourceBook(EventOutbox events)
{
    private const int MostTold = 20;

    /// <summary>Stores a page in the session of the lease.</summary>
    /// <returns>How many changes it brought.</returns>
    public async Task<int> StoreAsync(DatabaseSession session, SyncLease lease, KnownPart part, IReadOnlyList<CloudResource> page, DateTimeOffset now, CancellationToken cancel)
    {
        var items = page.DistinctBy(item => item.Id).Where(item => item.Id.Length > 0).Select(ResourceRow.Of).ToList();
        if (items.Count == 0)
        {
            return 0;
        }

        var connection = lease.Connection;
        string[] ids = [.. items.Select(item => item.Id)];
        var known = (await session.ListAsync($"""
            select resource_id, name, region, state, health, size, tags from resources where connection_id = {connection.Id} and resource_id = any ({ids})
            """, ResourceRow.Read, cancel)).ToDictionary(row => row.Id);
        await session.ExecuteAsync($"""
            insert into resources as r (connection_id, project_id, tenant_id, resource_id, part, kind, type, name, region, state, health, size, tags, first_seen_at, last_seen_at, seen_by)
            select {connection.Id}, {connection.ProjectId}, {connection.TenantId}, f.id, {part.Part.Name}, {part.Part.Kind}, {part.Part.Type}, f.name, f.region, f.state, f.health, f.size, f.tags,
              {now}, {now}, {lease.Number}
            from unnest({ids}, {Each(items, item => item.Name)}, {Each(items, item => item.Region)}, {Each(items, item => item.State)}, {Each(items, item => item.Health)},
              {Each(items, item => item.Size)}, {Each(items, item => item.Tags)}) as f (id, name, region, state, health, size, tags)
            on conflict (connection_id, resource_id) do update set part = excluded.part, kind = excluded.kind, type = excluded.type, name = excluded.name, region = excluded.region,
              state = excluded.state, health = excluded.health, size = excluded.size, tags = excluded.tags, last_seen_at = excluded.last_seen_at, seen_by = excluded.seen_by
            """, cancel);
        var changes = items
            .Select(item => known.TryGetValue(item.Id, out var before) ? ResourceChange.Between(before, item, part.Part) : part.IsKnown ? ResourceChange.Of(ResourceChange.Added, item, part.Part) : null)
            .OfType<ResourceChange>().ToList();
        await TellAsync(session, lease, changes, now, cancel);
        return changes.Count;
    }

    /// <summary>The part was read to its end: what this sync did not see is gone.</summary>
    /// <inheritdoc cref="StoreAsync" path="/returns"/>
    public async Task<int> EndAsync(DatabaseSession session, SyncLease lease, KnownPart part, DateTimeOffset now, CancellationToken cancel)
    {
        var gone = await session.ListAsync($"""
            delete from resources where connection_id = {lease.Connection.Id} and part = {part.Part.Name} and seen_by <> {lease.Number}
            returning resource_id, name, region, state, health, size, tags
            """, ResourceRow.Read, cancel);
        await session.ExecuteAsync($"update parts set read_at = {now} where connection_id = {lease.Connection.Id} and part = {part.Part.Name}", cancel);
        var changes = gone.ConvertAll(row => ResourceChange.Of(ResourceChange.Removed, row, part.Part));
        await TellAsync(session, lease, changes, now, cancel);
        return changes.Count;
    }

    private async Task TellAsync(DatabaseSession session, SyncLease lease, List<ResourceChange> changes, DateTimeOffset now, CancellationToken cancel)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var connection = lease.Connection;
        await session.ExecuteAsync($"""
            insert into resource_changes (connection_id, project_id, tenant_id, resource_id, kind, type, name, region, change, fields, at)
            select {connection.Id}, {connection.ProjectId}, {connection.TenantId}, f.id, f.kind, f.type, f.name, f.region, f.change, f.fields, {now}
            from unnest({Each(changes, one => one.ResourceId)}, {Each(changes, one => one.Kind)}, {Each(changes, one => one.Type)}, {Each(changes, one => one.Name)},
              {Each(changes, one => one.Region)}, {Each(changes, one => one.Change)}, {Each(changes, one => JsonSerializer.Serialize(one.Fields, CloudJson.Default.IReadOnlyDictionaryStringFieldChange))})
              as f (id, kind, type, name, region, change, fields)
            """, cancel);
        events.Add(
            session, new NewEvent(EventChannels.System, ChangesEvent.Type, connection.TenantId, connection.ProjectId),
            new ChangesEvent(connection.Id, connection.Name, connection.Provider, changes.Count, [.. changes.Take(MostTold)], now));
    }

    private static string[] Each<T>(List<T> items, Func<T, string> value) => [.. items.Select(value)];
}
