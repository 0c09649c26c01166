using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.Gateway.Spa;

/// <summary>Serves the user interface: its files, and its page for every other address a person may open.</summary>
internal static class SpaEndpoints
{
    private const string NotBuilt =
        "The user interface is not built.\n\nBuild it in the folder frontend/ with:  npm ci && npm run build\nor point the setting Spa__Path to a folder that holds its index.html.\nThe API under /api works meanwhile.\n";

    public static void AddSpa(this WebApplicationBuilder builder)
    {
        var development = builder.Environment.IsDevelopment();
        builder.Services.Configure<SpaOptions>(options =>
        {
            options.Path = Path.GetFullPath(builder.Configuration["Spa:Path"] is { Length: > 0 } path ? path : SpaOptions.DefaultPath(development));
            options.Reload = development;
        });
        builder.Services.AddSingleton<SpaFiles>();
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
