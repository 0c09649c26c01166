using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SreCopilot.Benchmarks.GatewayCost;

/// <summary>A service that answers one kilobyte of JSON at once, in this process.</summary>
internal sealed class StubService : IAsyncDisposable
{
    private static readonly byte[] Answer = System.Text.Encoding.UTF8.GetBytes("{\"items\":\"" + new string('x', 1000) + "\"}");
    private readonly WebApplication _app;

    private StubService(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<StubService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/internal/revocations", () => Results.Text("""{"cursor":"1","revocations":[]}""", "application/json"));
        app.Run(context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            return context.Response.Body.WriteAsync(Answer).AsTask();
        });
        await app.StartAsync();
        return new StubService(app);
    }

    /// <summary>CPU time of this process: the service and the load generator together.</summary>
    public static TimeSpan CpuTime => Process.GetCurrentProcess().TotalProcessorTime;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
