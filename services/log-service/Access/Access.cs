namespace SreCopilot.LogService.Access;

/// <summary>Who may call an endpoint.</summary>
internal enum Access
{
    /// <summary>Every member of the project; other services of the platform on the project's behalf.</summary>
    Viewer,

    /// <summary>The project's administrators and owners.</summary>
    Admin,

    /// <summary>Other services of the platform on the project's behalf.</summary>
    Service,

    /// <summary>API keys of the project that may send logs.</summary>
    Sender,
}
