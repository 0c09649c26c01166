namespace SreCopilot.IncidentService.Incidents;

internal static class IncidentEndpoints
{
    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        routes.MapIncidentList();
        routes.MapIncidentCreation();
    }
}
