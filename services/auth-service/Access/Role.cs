namespace SreCopilot.AuthService.Access;

/// <summary>Roles as they are stored and shown.</summary>
internal static class Role
{
    public const string Owner = "owner";
    public const string Admin = "admin";
    public const string Engineer = "engineer";
    public const string Viewer = "viewer";

    /// <summary>Roles in a project.</summary>
    public static IReadOnlyList<string> InProject { get; } = [Owner, Admin, Engineer, Viewer];

    /// <summary>Roles in a tenant.</summary>
    public static IReadOnlyList<string> InTenant { get; } = [Admin, Engineer, Viewer];

    /// <summary>The most that a member of this role may do.</summary>
    public static Access AccessOf(string? role) => role switch
    {
        Owner => Access.ProjectOwner,
        Admin => Access.ProjectAdmin,
        Engineer => Access.ProjectEngineer,
        Viewer => Access.ProjectViewer,
        _ => Access.User,
    };
}
