namespace SreCopilot.IncidentService.Access;

/// <summary>Who may call an endpoint.</summary>
internal enum Access
{
    /// <summary>Every member of the project; other services of the platform on the project's behalf.</summary>
    Viewer,

    /// <summary>The project's engineers, administrators and owners.</summary>
    Engineer,

    /// <summary>Other services of the platform, on the project's behalf.</summary>
    Service,
}
