namespace SreCopilot.MetricsCollectorService.Browser;

internal static class BrowserEndpoints
{
    public static void MapBrowser(this IEndpointRouteBuilder routes)
    {
        routes.MapBrowserIngest();
        routes.MapBrowserOverview();
        routes.MapBrowserLists();
    }
}
