namespace SreCopilot.MetricsCollectorService.Traces;

internal static class TraceEndpoints
{
    public static void MapTraces(this IEndpointRouteBuilder routes)
    {
        routes.MapTraceIngest();
        routes.MapOtlpTraces();
        routes.MapTraceList();
        routes.MapDependencyMap();
        routes.MapTraceDetail();
    }
}
