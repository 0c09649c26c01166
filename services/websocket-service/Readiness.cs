using Microsoft.Extensions.Diagnostics.HealthChecks;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.WebsocketService;

internal static class Readiness
{
    /// <summary>
    /// Redis does not decide whether this service is ready: clients that are turned away give up after a few tries, those that
    /// are connected get their events as soon as Redis is back.
    /// </summary>
    public static void AddReadiness(this WebApplicationBuilder builder) => builder.Services.PostConfigure<HealthCheckServiceOptions>(health =>
    {
        foreach (var check in health.Registrations.Where(check => check.Name == "redis"))
        {
            check.Tags.Remove(HealthEndpoints.ReadyTag);
        }
    });
}
