using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SreCopilot.Identity;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>metrics-collector-service and incident-service as the test plays them: keeps the last state of every deployment and the order in which states came.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private static readonly InternalTokens Tokens = new(
        Microsoft.Extensions.Options.Options.Create(new InternalTokenOptions { Key = "tests sign their internal tokens with it" }), new TestClock(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero)));

    private readonly ConcurrentDictionary<(Guid Project, string Id), JsonElement> _known = new();
    private TestBackend? _backend;

    public string Address => _backend!.Address;

    /// <summary>The status that everything gets; 200 is the real thing.</summary>
    public int Status { get; set; } = 200;

    /// <summary>What incident-service got, the latest state of each.</summary>
    public ConcurrentDictionary<(Guid Project, string Id), JsonElement> Told { get; } = new();

    /// <summary>The status that incident-service answers.</summary>
    public int StoryStatus { get; set; } = 200;

    /// <summary>Every state that came, whatever was answered.</summary>
    public ConcurrentQueue<JsonElement> Received { get; } = [];

    public async Task StartAsync()
    {
        _backend = await TestBackend.StartAsync(AnswerAsync);
        _backend.Internal = TellAsync;
    }

    public IEnumerable<JsonElement> Of(Guid project) => _known.Where(pair => pair.Key.Project == project).Select(pair => pair.Value).OrderBy(item => item.GetProperty("external_id").GetString(), StringComparer.Ordinal);

    /// <summary>How long a deployment took.</summary>
    public static long MillisecondsOf(JsonElement deployment) =>
        (long)(deployment.GetProperty("completed_at").GetDateTimeOffset() - deployment.GetProperty("timestamp").GetDateTimeOffset()).TotalMilliseconds;

    public ValueTask DisposeAsync() => _backend!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var body = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
        var caller = await Tokens.VerifyAsync(http.Request.Headers[InternalTokens.HeaderName].ToString());
        var isService = http.Request.Method == "POST" && caller is { Kind: CallerKind.Service, TenantId: not null, ProjectId: not null };
        http.Response.StatusCode = (isService, http.Request.Path.Value) switch { (true, "/deployments") => Status, _ => 403 };
        Received.Enqueue(body);
        if (http.Response.StatusCode == 200)
        {
            _known[(caller!.ProjectId!.Value, body.GetProperty("external_id").GetString()!)] = body;
        }

        await http.Response.WriteAsync("{}");
    }

    // incident-service: its paths under /internal/.
    private async Task TellAsync(HttpContext http)
    {
        var body = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
        var caller = await Tokens.VerifyAsync(http.Request.Headers[InternalTokens.HeaderName].ToString());
        var isRight = http.Request is { Method: "POST", Path.Value: "/internal/deployments" } && caller is { Kind: CallerKind.Service, TenantId: not null, ProjectId: not null };
        http.Response.StatusCode = isRight ? StoryStatus : 403;
        if (http.Response.StatusCode == 200)
        {
            Told[(caller!.ProjectId!.Value, body.GetProperty("id").GetString()!)] = body;
        }

        await http.Response.WriteAsync("{}");
    }
}
