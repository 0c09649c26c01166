namespace SreCopilot.MetricsCollectorService.Deployments;

internal static class DeploymentEndpoints
{
    public static void MapDeployments(this IEndpointRouteBuilder routes)
    {
        routes.MapDeploymentReport();
        routes.MapDeploymentList();
    }
}
