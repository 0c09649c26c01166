namespace SreCopilot.MetricsCollectorService.Services;

internal static class ServiceEndpoints
{
    public static void MapServices(this IEndpointRouteBuilder routes)
    {
        routes.MapServiceList();
        routes.MapServicesOverview();
        routes.MapServiceOverview();
        routes.MapTransactionList();
        routes.MapWaitingTimes();
    }
}
