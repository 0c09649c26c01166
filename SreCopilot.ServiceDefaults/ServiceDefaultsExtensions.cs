using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SreCopilot.ServiceDefaults.Configuration;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Health;
using SreCopilot.ServiceDefaults.Shutdown;
using SreCopilot.ServiceDefaults.Telemetry;

namespace SreCopilot.ServiceDefaults;

/// <summary>What every service of the platform does the same way. A service calls
/// <see cref="AddServiceDefaults"/> first and <see cref="MapDefaultEndpoints"/> before its own endpoints.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds listening on <c>SERVICE_PORT</c>, telemetry, health checks, error bodies, resilient HTTP clients
    /// and a shutdown that lets requests in flight finish.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="jsonContext">The service's source-generated JSON metadata; put before the defaults.
    /// Null when the service has no bodies of its own.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, IJsonTypeInfoResolver? jsonContext = null)
    {
        builder.ListenOnServicePort();
        builder.ConfigureConsoleLogs();
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddErrorBodies();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.UseWireFormat(jsonContext));
        builder.Services.ConfigureAll<OpenApiOptions>(options => options.AddSchemaTransformer(new WireTimeSchema()));
        builder.Services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(Resilience.Configure));

        // How long requests in flight may take to finish. Kubernetes kills after terminationGracePeriodSeconds (30 s by
        // default): stay below it. On a developer's machine the Aspire orchestrator kills after 6 s, and people wait for Ctrl-C.
        var shutdown = TimeSpan.FromSeconds(builder.Environment.IsDevelopment() ? 3 : 25);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = shutdown);
        builder.AddDraining();
        return builder;
    }

    /// <summary>Adds the middleware every service runs and maps <c>/health</c> (ready to serve), <c>/alive</c> (the process
    /// is fine), <c>/metrics</c> (Prometheus) and, in development, <c>/openapi/v1.json</c>. They need no caller: they reveal
    /// nothing but up or down and counters.</summary>
    /// <param name="app">The service.</param>
    /// <param name="isPublic">True for the entry point, which the internet reaches: it offers the probes only.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, bool isPublic = false)
    {
        app.UseMiddleware<LastAnswers>();
        app.UseMiddleware<HttpRequestMetrics>();
        app.UseErrorBodies();
        if (app.Services.GetService<IAuthenticationSchemeProvider>() is not null)
        {
            // Explicit, so that they run inside the two above instead of in front of everything.
            app.UseAuthentication();
            app.UseAuthorization();
        }

        app.MapHealthEndpoints();
        if (isPublic)
        {
            return app;
        }

        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        if (app.Environment.IsDevelopment())
        {
            app.MapOpenApi().AllowAnonymous();
        }

        return app;
    }

    /// <summary>Validates all options, then runs until the process is told to stop. A configuration mistake is
    /// reported as one line per mistake on standard error, without a stack trace; so is a port that is taken.</summary>
    /// <returns>The process's exit code: 0, or 78 (EX_CONFIG of sysexits.h) when the configuration is wrong or the port is taken.</returns>
    public static int RunService(this WebApplication app)
    {
        // Asked now: nothing can be asked of the application after it ended.
        var service = app.Environment.ApplicationName;
        var mistakes = StartupValidation.FindMistakes(app.Services);
        if (mistakes.Count > 0)
        {
            return StartupValidation.Report(service, mistakes);
        }

        try
        {
            app.Run();
            return 0;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            // "Failed to bind to address http://127.0.0.1:8501: address already in use."
            return StartupValidation.Report(service, [$"{exception.Message} Stop the program that holds it, or set SERVICE_PORT (or ASPNETCORE_URLS) to a free port."]);
        }
    }
}
