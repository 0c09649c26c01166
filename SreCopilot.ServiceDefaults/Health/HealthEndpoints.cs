using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ServiceDefaults.Health;

/// <summary><c>/health</c> (ready to serve) and <c>/alive</c> (the process is fine).</summary>
public static class HealthEndpoints
{
    /// <summary>Tag of checks that decide readiness. A dependency adds its check with this tag.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Registers health checks and the one that turns a service unready as soon as it is told to stop,
    /// so that no new request is sent to it while it drains.</summary>
    public static WebApplicationBuilder AddDefaultHealthChecks(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck<ShutdownHealthCheck>("shutdown", tags: [ReadyTag]);
        return builder;
    }

    internal static void MapHealthEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health", Options(check => check.Tags.Contains(ReadyTag))).AllowAnonymous();
        app.MapHealthChecks("/alive", Options(_ => false)).AllowAnonymous();
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> predicate) => new()
    {
        Predicate = predicate,
        ResponseWriter = WriteAsync,
    };

    // {"status":"healthy","service":"auth-service"}: the contract's body. Which dependency is missing is not told here.
    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var service = context.RequestServices.GetRequiredService<IHostEnvironment>().ApplicationName;
        var status = report.Status == HealthStatus.Unhealthy ? "unhealthy" : "healthy";
        return context.Response.WriteAsJsonAsync(new HealthBody(status, service), ErrorJsonContext.Default.HealthBody);
    }
}

/// <summary>The body of <c>/health</c> and <c>/alive</c>.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Service">The deployed name of the service.</param>
public sealed record HealthBody(string Status, string Service);
