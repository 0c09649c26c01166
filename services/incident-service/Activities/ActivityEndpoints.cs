namespace SreCopilot.IncidentService.Activities;

internal static class ActivityEndpoints
{
    public static void MapActivities(this IEndpointRouteBuilder routes)
    {
        routes.MapActivityList();
        routes.MapComments();
    }
}
