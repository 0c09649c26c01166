using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>metrics-collector-service as the test plays it: keeps every point that it took.</summary>
internal sealed class FakeCollector(TestClock time) : IAsyncDisposable
{
    private readonly InternalTokens _tokens = new(Options.Create(new InternalTokenOptions { Key = "tests sign their internal tokens with it" }), time);
    private readonly ConcurrentQueue<(Guid Project, JsonElement Point)> _points = [];
    private readonly ConcurrentDictionary<Guid, int> _away = new();
    private TestBackend? _backend;

    public string Address => _backend!.Address;

    public async Task StartAsync() => _backend = await TestBackend.StartAsync(AnswerAsync);

    /// <summary>Refuses what comes for a project with this status; 0: no more.</summary>
    public void Refuse(Guid project, int status) => _away[project] = status;

    public List<JsonElement> Of(Guid project, string metric) => [.. _points.Where(one => one.Project == project && one.Point.GetProperty("metric_name").GetString() == metric).Select(one => one.Point)];

    public ValueTask DisposeAsync() => _backend!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var body = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
        var caller = await _tokens.VerifyAsync(http.Request.Headers[InternalTokens.HeaderName].ToString());
        var isRight = http.Request is { Method: "POST", Path.Value: "/metrics/ingest" } && caller is { Kind: CallerKind.Service, TenantId: not null, ProjectId: not null };
        http.Response.StatusCode = !isRight ? 403 : _away.GetValueOrDefault(caller!.ProjectId!.Value) is not 0 and var status ? status : 200;
        if (http.Response.StatusCode == 200)
        {
            foreach (var point in body.GetProperty("metrics").EnumerateArray())
            {
                _points.Enqueue((caller!.ProjectId!.Value, point));
            }
        }

        await http.Response.WriteAsync("{}");
    }
}
