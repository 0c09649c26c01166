using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SreCopilot.AuthService.Tests;

/// <summary>A Prometheus, a Grafana and an AlertManager in one, on a free port; remembers what it was told about who is asking.</summary>
internal sealed class FakeMonitoring : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeMonitoring(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public string? Authorization { get; private set; }

    public static async Task<FakeMonitoring> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var fake = new FakeMonitoring(app);
        app.Use((context, next) =>
        {
            fake.Authorization = context.Request.Headers.Authorization;
            return next(context);
        });
        Map("/api/v1/status/config", """{"status":"success","data":{"yaml":"global: {}"}}""");
        Map("/api/v1/status/buildinfo", """{"status":"success","data":{"version":"3.1.0"}}""");
        Map("/api/health", """{"version":"12.0.1","database":"ok","commit":"x"}""");
        Map("/api/v2/status", """{"versionInfo":{"version":"0.28.0"},"cluster":{"status":"ready"}}""");
        Map("/doubled/api/health", """{"version":"1","version":"2"}""");
        Map("/html/api/health", "<html>");
        app.MapGet("/locked/api/health", () => Results.StatusCode(401));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return fake;

        void Map(string path, string body) => app.MapGet(path, () => Results.Text(body, "application/json"));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
