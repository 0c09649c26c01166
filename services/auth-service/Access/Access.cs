namespace SreCopilot.AuthService.Access;

/// <summary>Who may call an endpoint.</summary>
internal enum Access
{
    /// <summary>Everybody, signed in or not.</summary>
    Anyone,

    /// <summary>Every signed-in user.</summary>
    User,

    /// <summary>Administrators of the tenant.</summary>
    TenantAdmin,

    /// <summary>Every member of the project in the path.</summary>
    ProjectViewer,

    /// <summary>Its engineers, administrators and owners.</summary>
    ProjectEngineer,

    /// <summary>Its administrators and owners.</summary>
    ProjectAdmin,

    /// <summary>Its owners.</summary>
    ProjectOwner,

    /// <summary>Other services of the platform, on their own behalf.</summary>
    Service,
}
