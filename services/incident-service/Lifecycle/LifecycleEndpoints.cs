namespace SreCopilot.IncidentService.Lifecycle;

internal static class LifecycleEndpoints
{
    public static void MapLifecycle(this IEndpointRouteBuilder routes)
    {
        routes.MapStateChange();
        routes.MapSeverityChange();
        routes.MapAssignment();
    }
}
