using SreCopilot.Identity;

namespace SreCopilot.Database;

/// <summary>
/// On whose behalf the database is used. Row-level security shows and accepts only rows of this tenant and project;
/// an absent value matches no row at all.
/// </summary>
/// <param name="TenantId">The caller's tenant.</param>
/// <param name="ProjectId">The caller's current project; null where no project is selected.</param>
/// <param name="UserId">The caller; null when it is not a person (an API key, a service).</param>
public readonly record struct CallerScope(Guid TenantId, Guid? ProjectId = null, Guid? UserId = null)
{
    /// <summary>The scope of a verified caller.</summary>
    /// <param name="caller">As api-gateway vouched for it; an anonymous one matches no row.</param>
    /// <returns>The scope.</returns>
    public static CallerScope Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new CallerScope(caller.TenantId ?? Guid.Empty, caller.ProjectId, caller.UserId);
    }
}
