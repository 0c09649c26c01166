namespace SreCopilot.IntegrationService.Access;

/// <summary>Who may call an endpoint.</summary>
internal enum Access
{
    /// <summary>Everybody whom api-gateway lets through; the endpoint itself asks for a webhook's secret.</summary>
    Sender,

    /// <summary>Every member of the project in the path; other services of the platform on the project's behalf.</summary>
    Viewer,
}
