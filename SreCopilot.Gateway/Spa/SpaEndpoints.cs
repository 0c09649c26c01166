using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Instrumentation.AspNetCore;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.Gateway.Spa;

/// <summary>Serves the user interface: its files, and its page for every other address a person may open.</summary>
internal static class SpaEndpoints
{
    private const string NotBuilt =
        "The user interface is not built.\n\nBuild it in the folder frontend/ with:  npm ci && npm run build\nor point the setting Spa__Path to a folder that holds its index.html.\nThe API under /api works meanwhile.\n";

    public static void AddSpa(this WebApplicationBuilder builder)
    {
        var configured = builder.Configuration["Spa:Path"] is { Length: > 0 } path ? path : null;
        var workingCopy = configured is null && !Directory.Exists(SpaOptions.BesideProgram) ? SpaOptions.FindWorkingCopy() : null;
        var reload = workingCopy is not null || builder.Environment.IsDevelopment();
        builder.Services.Configure<SpaOptions>(options =>
        {
            options.Path = Path.GetFullPath(configured ?? workingCopy ?? SpaOptions.BesideProgram);
            options.Reload = reload;
        });
        builder.Services.AddSingleton<SpaFiles>();
        // A page and its files are a dozen requests that say little; among their traces nobody would find the calls of the API.
        builder.Services.PostConfigure<AspNetCoreTraceInstrumentationOptions>(options => options.Filter = context =>
            context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/ws"));
        builder.Services.AddHealthChecks().AddCheck<SpaHealthCheck>("user interface", tags: [HealthEndpoints.ReadyTag]);
    }

    public static void MapSpa(this WebApplication app)
    {
        app.MapFallback("{**path}", (RequestDelegate)ServeAsync);
        if (app.Services.GetRequiredService<SpaFiles>().Find() is null)
        {
            var folder = app.Services.GetRequiredService<IOptions<SpaOptions>>().Value.Path;
            app.Logger.LogNotBuilt(folder);
        }
    }

    private static Task ServeAsync(HttpContext context)
    {
        var read = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!read)
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return Task.CompletedTask;
        }

        if (context.RequestServices.GetRequiredService<SpaFiles>().Find() is not { } spa)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(NotBuilt, context.RequestAborted);
        }

        var path = context.Request.Path.Value ?? "/";
        if (spa.Files.TryGetValue(path, out var file) || (IsPage(path) && (file = spa.Index) is not null))
        {
            return SpaResponse.SendAsync(context, file);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // An address inside the user interface has no file extension; a missing script or image must stay missing.
    private static bool IsPage(string path) =>
        !path.StartsWith("/assets/", StringComparison.Ordinal) && !Path.HasExtension(path);

    private sealed class SpaHealthCheck(SpaFiles files) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(files.Find() is null ? HealthCheckResult.Unhealthy("The user interface is not built.") : HealthCheckResult.Healthy());
    }
}

internal static partial class SpaLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The user interface is not built: there is no index.html in {Folder}. Build it in frontend/ with 'npm ci' and 'npm run build', or set Spa__Path")]
    public static partial void LogNotBuilt(this ILogger logger, string folder);
}
