namespace SreCopilot.MetricsCollectorService.Errors;

internal static class ErrorEndpoints
{
    public static void MapErrors(this IEndpointRouteBuilder routes)
    {
        routes.MapErrorIngest();
        routes.MapErrorGroupList();
        routes.MapErrorTriage();
    }
}
