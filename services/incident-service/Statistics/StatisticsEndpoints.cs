namespace SreCopilot.IncidentService.Statistics;

internal static class StatisticsEndpoints
{
    public static void MapStatistics(this IEndpointRouteBuilder routes)
    {
        routes.MapIncidentStatistics();
        routes.MapIncidentTimeline();
    }
}
