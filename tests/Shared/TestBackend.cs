using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace SreCopilot.Tests;

/// <summary>A service behind the program under test: a real Kestrel on a free port that keeps what it was asked.</summary>
public sealed class TestBackend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestBackend(WebApplication app) => _app = app;

    /// <summary>All requests so far, in the order they came.</summary>
    public ConcurrentQueue<ReceivedRequest> Received { get; } = [];

    /// <summary>Answers what one service asks another (paths under <c>/internal/</c>); such requests are not in <see cref="Received"/>.</summary>
    public RequestDelegate Internal { get; set; } = context => context.Response.WriteAsync("{}");

    public string Address => _app.Urls.Single();

    /// <param name="answer">Writes the answer; default: 200 with an empty JSON object.</param>
    public static async Task<TestBackend> StartAsync(RequestDelegate? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        var backend = new TestBackend(app);
        app.Run(async context =>
        {
            var request = context.Request;
            if (request.Path.StartsWithSegments("/internal"))
            {
                await backend.Internal(context);
                return;
            }

            // The answer may depend on the body, too.
            request.EnableBuffering();
            using var reader = new StreamReader(context.WebSockets.IsWebSocketRequest ? Stream.Null : request.Body, leaveOpen: true);
            backend.Received.Enqueue(new ReceivedRequest(
                request.Method,
                context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await reader.ReadToEndAsync()));
            request.Body.Position = 0;
            await (answer is null ? context.Response.WriteAsync("{}") : answer(context));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return backend;
    }

    /// <summary>The only request so far.</summary>
    public ReceivedRequest OnlyRequest() => Assert.Single(Received);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

public sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);
