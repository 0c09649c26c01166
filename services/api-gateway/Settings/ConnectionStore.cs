using System.Text.Json.Nodes;
using Npgsql;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Secrets;

namespace SreCopilot.ApiGateway.Settings;

/// <summary>The connections of a project in PostgreSQL, encrypted.</summary>
internal sealed class ConnectionStore(ServiceDatabase database, SecretProtector secrets, AuditLog audit, TimeProvider time)
{
    /// <summary>All of the caller's project, by category.</summary>
    public async Task<List<StoredConnection>> ListAsync(Caller caller, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(caller, cancel);
        return await session.ListAsync($"{Columns} where project_id = {caller.ProjectId} order by category, name", Read, cancel);
    }

    public async Task<StoredConnection?> FindAsync(Caller caller, Guid id, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(caller, cancel);
        return await session.SingleOrDefaultAsync($"{Columns} where project_id = {caller.ProjectId} and id = {id}", Read, cancel);
    }

    /// <summary>Creates or changes a connection.</summary>
    public async Task<(SaveOutcome Outcome, StoredConnection? Saved)> SaveAsync(HttpContext http, Guid? id, string category, string name, JsonObject config, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        // One save at a time per project, so that two at once do not both find nothing.
        await session.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended({caller.ProjectId!.Value.ToString()}, 1))", cancel);
        var rows = await session.ListAsync($"{Columns} where project_id = {caller.ProjectId}", Read, cancel);
        var same = rows.Find(row => row.Category == category);
        var known = id is { } given ? rows.Find(row => row.Id == given) : same;
        if (id is not null && known is null)
        {
            return (SaveOutcome.Unknown, null);
        }

        if (same is not null && known is not null && same.Id != known.Id)
        {
            return (SaveOutcome.CategoryTaken, null);
        }

        var before = known?.Category == category ? known.Config ?? [] : [];
        if (Destination.Leaks(config, before))
        {
            return (SaveOutcome.DestinationChanged, null);
        }

        var merged = SecretMask.Merge(config, before);
        var now = time.GetUtcNow().UtcDateTime;
        var saved = new StoredConnection(known?.Id ?? Guid.NewGuid(), category, name, merged, true, known?.LastTestedAt, known?.LastTestStatus ?? "", known?.CreatedAt ?? now, now);
        var encrypted = secrets.Protect(merged.ToJsonString(), PlaceOf(saved.Id));
        await session.ExecuteAsync($"""
            insert into connection_configs (id, project_id, tenant_id, category, name, config_encrypted, created_at, updated_at)
            values ({saved.Id}, {caller.ProjectId}, {caller.TenantId}, {category}, {name}, {encrypted}, {now}, {now})
            on conflict (id) do update set category = excluded.category, name = excluded.name, config_encrypted = excluded.config_encrypted,
              is_active = true, updated_at = excluded.updated_at
            """, cancel);
        audit.Add(session, http, ConnectionAudit.Saved(known, saved));
        await session.CommitAsync(cancel);
        return (known is null ? SaveOutcome.Created : SaveOutcome.Changed, saved);
    }

    public async Task<bool> DeleteAsync(HttpContext http, Guid id, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await session.SingleOrDefaultAsync($"{Columns} where project_id = {caller.ProjectId} and id = {id} for update", Read, cancel) is not { } known)
        {
            return false;
        }

        await session.ExecuteAsync($"delete from connection_configs where project_id = {caller.ProjectId} and id = {id}", cancel);
        audit.Add(session, http, ConnectionAudit.Deleted(known));
        await session.CommitAsync(cancel);
        return true;
    }

    public async Task RecordTestAsync(Caller caller, Guid id, bool success, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(caller, cancel);
        await session.ExecuteAsync($"""
            update connection_configs set last_tested_at = {time.GetUtcNow().UtcDateTime}, last_test_status = {(success ? "success" : "failed")}
            where project_id = {caller.ProjectId} and id = {id}
            """, cancel);
        await session.CommitAsync(cancel);
    }

    private static Sql Columns => $"select id, category, name, config_encrypted, is_active, last_tested_at, last_test_status, created_at, updated_at from connection_configs";

    private static string PlaceOf(Guid id) => $"connection_configs/{id}/config";

    private StoredConnection Read(NpgsqlDataReader row)
    {
        var id = row.GetGuid(0);
        var config = secrets.Unprotect(row.GetString(3), PlaceOf(id)) is { } json ? ConnectionConfig.Parse(json) : null;
        return new StoredConnection(
            id, row.GetString(1), row.GetString(2), config, row.GetBoolean(4), row.GetValueOrNull<DateTime>(5), row.GetString(6), row.GetDateTime(7), row.GetDateTime(8));
    }
}

/// <summary>A stored connection with its secrets.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Category">What is connected.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Config">Null when it cannot be decrypted any more.</param>
/// <param name="IsActive">Whether it is in use.</param>
/// <param name="LastTestedAt">When it was tested last.</param>
/// <param name="LastTestStatus"><c>success</c>, <c>failed</c> or empty.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was saved last.</param>
internal sealed record StoredConnection(
    Guid Id, string Category, string Name, JsonObject? Config, bool IsActive, DateTime? LastTestedAt, string LastTestStatus, DateTime CreatedAt, DateTime UpdatedAt)
{
    public ConnectionBody ToBody()
    {
        var shown = SecretMask.Apply(Config ?? []);
        return new ConnectionBody(Id, Category, Name, shown, shown, IsActive, LastTestedAt, LastTestStatus, CreatedAt, UpdatedAt);
    }
}

/// <summary>What became of a save.</summary>
internal enum SaveOutcome
{
    Created,
    Changed,
    Unknown,
    CategoryTaken,
    DestinationChanged,
}
