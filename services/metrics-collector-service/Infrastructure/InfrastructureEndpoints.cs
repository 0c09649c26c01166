namespace SreCopilot.MetricsCollectorService.Infrastructure;

internal static class InfrastructureEndpoints
{
    public static void MapInfrastructure(this IEndpointRouteBuilder routes)
    {
        routes.MapHostIngest();
        routes.MapHostList();
        routes.MapHostSeries();
    }
}
