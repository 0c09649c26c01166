using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults;

namespace SreCopilot.Identity.Tests;

/// <summary>A backend that tells who calls it, on a free port.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private TestService(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>The caller of the last request that was let in.</summary>
    public Caller? LastCaller { get; private set; }

    public static async Task<TestService> StartAsync(string key, string? previousKey = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["INTERNAL_SERVICE_KEY"] = key;
        builder.Configuration["INTERNAL_PREVIOUS_SERVICE_KEY"] = previousKey;
        builder.AddServiceDefaults();
        builder.AddCallerIdentity();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapDefaultEndpoints();

        TestService? service = null;
        app.MapGet("/anyone", (HttpContext context) => { service!.LastCaller = context.GetCaller(); });
        app.MapGet("/users", (HttpContext context) => { service!.LastCaller = context.GetCaller(); }).RequireUser();
        app.MapGet("/services", () => { }).RequireService();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return service = new TestService(app);
    }

    public static InternalTokens Tokens(string key, TimeProvider? time = null) =>
        new(Options.Create(new InternalTokenOptions { Key = key }), time ?? TimeProvider.System);

    public async Task<int> GetAsync(string path, params string[] tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(InternalTokens.HeaderName, tokens);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
