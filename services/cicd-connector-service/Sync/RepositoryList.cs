using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Sync;

/// <summary>A repository and how far it was read.</summary>
internal sealed record KnownRepository(string FullName, string DefaultBranch, DateTimeOffset? ReadUntil);

/// <summary>The repositories of a connection as they were found last.</summary>
internal static class RepositoryList
{
    /// <summary>Adds what is new and forgets what is gone, in the session of the lease.</summary>
    public static async Task SaveAsync(DatabaseSession session, Guid projectId, Guid connectionId, IReadOnlyList<Repository> found, CancellationToken cancel)
    {
        string[] names = [.. found.Select(repository => repository.FullName)];
        string[] branches = [.. found.Select(repository => repository.DefaultBranch)];
        await session.ExecuteAsync($"""
            insert into repositories (connection_id, project_id, full_name, default_branch)
            select {connectionId}, {projectId}, name, branch from unnest({names}, {branches}) as found (name, branch)
            on conflict (connection_id, full_name) do update set default_branch = excluded.default_branch
            """, cancel);
        await session.ExecuteAsync($"delete from repositories where connection_id = {connectionId} and full_name <> all ({names})", cancel);
    }

    /// <summary>Those first that were not read for the longest time, so that a sync that was cut short goes on where it ended.</summary>
    public static async Task<List<KnownRepository>> ReadAsync(ServiceDatabase database, CallerScope scope, Guid connectionId, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(scope, cancel);
        return await session.ListAsync($"""
            select full_name, default_branch, read_until from repositories where connection_id = {connectionId} order by read_at nulls first, full_name
            """, row => new KnownRepository(row.GetString(0), row.GetString(1), row.GetValueOrNull<DateTimeOffset>(2)), cancel);
    }

    /// <summary>The default branch; empty when the repository is not known.</summary>
    public static async Task<string> FindDefaultBranchAsync(DatabaseSession session, Guid connectionId, string fullName, CancellationToken cancel) =>
        await session.SingleOrDefaultAsync($"select default_branch from repositories where connection_id = {connectionId} and full_name = {fullName}", row => row.GetString(0), cancel) ?? "";
}
