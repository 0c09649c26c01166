namespace SreCopilot.ApiGateway.Status;

internal static class StatusEndpoints
{
    public static void MapPlatformStatus(this WebApplication app)
    {
        app.MapGet("/api/v1/status", async (PlatformStatus status, HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                return await status.GetAsync().WaitAsync(context.RequestAborted);
            })
            .AllowAnonymous()
            .WithSummary("The live health of all services");

        app.MapGet("/health/services", async (PlatformStatus status, HttpContext context) =>
                ServicesHealthBody.From(await status.GetAsync().WaitAsync(context.RequestAborted)))
            .AllowAnonymous()
            .WithSummary("The live health of all services, in the shape of earlier clients");
    }
}
