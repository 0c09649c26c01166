using SreCopilot.AuthService.Access;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>At most one integration of each type is the primary one of its project.</summary>
internal static class Primary
{
    /// <summary>Keeps other changes of the project's integrations waiting until this transaction ends.</summary>
    /// <returns>How many there are, in all and of the type.</returns>
    public static async Task<(int Total, int OfType)> LockAsync(AuthorizedSession session, string type, CancellationToken cancel)
    {
        await session.Database.ExecuteAsync($"select id from projects where id = {session.ProjectId} for no key update", cancel);
        return await session.Database.SingleOrDefaultAsync($"""
            select count(*)::int, count(*) filter (where integration_type = {type})::int from monitoring_integrations where project_id = {session.ProjectId}
            """, row => (row.GetInt32(0), row.GetInt32(1)), cancel);
    }

    /// <summary>No integration of the type is primary any more.</summary>
    public static Task ClearAsync(AuthorizedSession session, string type, CancellationToken cancel) => session.Database.ExecuteAsync($"""
        update monitoring_integrations set is_primary = false where project_id = {session.ProjectId} and integration_type = {type} and is_primary
        """, cancel);
}
