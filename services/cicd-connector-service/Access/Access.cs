namespace SreCopilot.CicdConnectorService.Access;

/// <summary>Who may call an endpoint.</summary>
internal enum Access
{
    /// <summary>Every member of the project; other services of the platform on the project's behalf.</summary>
    Viewer,

    /// <summary>The project's administrators and owners.</summary>
    Admin,

    /// <summary>Whoever proves by signature or secret to be the system that a connection or a hook belongs to.</summary>
    Sender,
}
