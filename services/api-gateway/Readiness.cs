using Microsoft.Extensions.Diagnostics.HealthChecks;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.ApiGateway;

internal static class Readiness
{
    /// <summary>
    /// PostgreSQL and Redis do not decide whether this service is ready: without the one, only the settings answer 503;
    /// without the other, only the rate limits are off. Everything else, the status page included, must stay reachable.
    /// </summary>
    public static void AddReadiness(this WebApplicationBuilder builder) => builder.Services.PostConfigure<HealthCheckServiceOptions>(health =>
    {
        foreach (var check in health.Registrations.Where(check => check.Name is "postgresql" or "redis"))
        {
            check.Tags.Remove(HealthEndpoints.ReadyTag);
        }
    });
}
