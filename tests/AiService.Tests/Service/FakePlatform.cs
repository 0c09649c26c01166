using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Identity;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>The other services as the test plays them: incidents that it added, and whatever else it wants them to answer. Like the real ones it answers
/// only for the project of the token.</summary>
internal sealed class FakePlatform(Func<IServiceProvider> services) : IAsyncDisposable
{
    private static readonly string[] Services = ["checkout", "payments"];
    private readonly ConcurrentDictionary<(Guid Project, string Path), Func<(int Status, string Body)>> _answers = new();
    private readonly ConcurrentDictionary<Guid, (Guid Project, string Json)> _incidents = new();
    private TestBackend? _backend;

    public string Address => _backend!.Address;

    /// <summary>What was delivered, per incident.</summary>
    public ConcurrentDictionary<Guid, ConcurrentQueue<JsonElement>> Delivered { get; } = new();

    /// <summary>The status of the next deliveries of an incident.</summary>
    public ConcurrentDictionary<Guid, int> DeliveryStatus { get; } = new();

    /// <summary>How many errors of a kind there were between two moments; null: the service does not answer as it should.</summary>
    public Func<DateTimeOffset, DateTimeOffset, IEnumerable<(string Fingerprint, int Count)>>? CountErrors { get; set; }

    /// <summary>Paths that are asked for wait here before they are answered.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task StartAsync()
    {
        _backend = await TestBackend.StartAsync(AnswerAsync);
        _backend.Internal = TakeAsync;
    }

    public ValueTask DisposeAsync() => _backend?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>What all projects' services know about a path without its query; default: an empty list or object.</summary>
    public void Answer(TestProject project, string path, object body, int status = 200) => _answers[(project.Id, path)] = () => (status, JsonSerializer.Serialize(body));

    public Guid AddIncident(TestProject project, DateTimeOffset detected, string title = "Checkout fails", string service = "checkout", string description = "")
    {
        var id = Guid.NewGuid();
        _incidents[id] = (project.Id, JsonSerializer.Serialize(new
        {
            id, title, description, service_name = service, state = "detected", severity = "high", detected_at = detected, resolved_at = (DateTimeOffset?)null,
        }));
        return id;
    }

    /// <summary>A bad deployment: what services would know about it.</summary>
    public void BreakCheckout(TestProject project, DateTimeOffset onset, string message = "Object reference not set")
    {
        Answer(project, "/deployments", new[]
        {
            new { deployment_id = Guid.NewGuid(), service = "checkout", version = "2.4.0", description = "", deployed_by = "ana", started_at = onset.AddMinutes(-2), status = "success" },
        });
        Answer(project, "/errors/groups", new[]
        {
            new { fingerprint = "f1", service_name = "checkout", error_class = "NullReferenceException", message, occurrence_count = 40, first_seen = onset, last_seen = onset.AddMinutes(3) },
        });
        Answer(project, "/metrics/services", Services);
        Answer(project, "/metrics/services/checkout/series", Enumerable.Range(-120, 125).Select(minute => new
        {
            timestamp = onset.AddMinutes(minute), count = 20, avg_ms = 50 + (minute % 3), error_rate_percent = minute >= 0 ? 40.0 : 0,
        }));
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        await Before(path);
        if (await ProjectOfAsync(http) is not { } project)
        {
            http.Response.StatusCode = 401;
            return;
        }

        http.Response.ContentType = "application/json";
        if (path.StartsWith("/incidents/", StringComparison.Ordinal) && Guid.TryParse(path.Split('/')[2], out var id) && path.Split('/').Length == 3)
        {
            var isKnown = _incidents.TryGetValue(id, out var incident) && incident.Project == project;
            http.Response.StatusCode = isKnown ? 200 : 404;
            await http.Response.WriteAsync(isKnown ? incident.Json : """{"detail":"no"}""");
            return;
        }

        var (status, body) = _answers.TryGetValue((project, path), out var answer) ? answer() : path switch
        {
            "/incidents" => (200, """{"items":[],"total":0}"""),
            "/logs/patterns" => (200, """{"patterns":[]}"""),
            "/logs/search" => (200, """{"items":[]}"""),
            "/traces/services/dependency-map" => (200, """{"edges":[{"source":"checkout","target":"payments","volume":100}]}"""),
            _ when path.EndsWith("/workflow", StringComparison.Ordinal) => (200, """{"steps":[]}"""),
            _ when path.StartsWith("/metrics/services/", StringComparison.Ordinal) => (404, "{}"),
            _ => (200, "[]"),
        };
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(body);
    }

    private async Task TakeAsync(HttpContext http)
    {
        if (http.Request.Path == "/internal/conditions/evaluate")
        {
            await CountAsync(http);
            return;
        }

        var id = Guid.Parse(http.Request.Path.Value!.Split('/')[3]);
        var body = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
        var status = DeliveryStatus.GetValueOrDefault(id, 200);
        http.Response.StatusCode = await ProjectOfAsync(http) == _incidents[id].Project ? status : 404;
        if (http.Response.StatusCode == 200)
        {
            Delivered.GetOrAdd(id, _ => []).Enqueue(body);
        }

        await http.Response.WriteAsync("{}");
    }

    // As many errors of each kind in each window as the test says.
    private async Task CountAsync(HttpContext http)
    {
        var project = await ProjectOfAsync(http);
        var questions = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement.GetProperty("questions").EnumerateArray().Select(question => (
            At: question.GetProperty("at").GetDateTimeOffset(), Seconds: question.GetProperty("window_seconds").GetInt32()));
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(project is null || CountErrors is null ? "{}" : JsonSerializer.Serialize(new
        {
            answers = questions.Select(question => new
            {
                series = CountErrors(question.At.AddSeconds(-question.Seconds), question.At).Select(one => new { labels = new { fingerprint = one.Fingerprint }, value = one.Count }),
            }),
        }));
    }

    private async Task<Guid?> ProjectOfAsync(HttpContext http) =>
        (await services().GetRequiredService<InternalTokens>().VerifyAsync(http.Request.Headers[InternalTokens.HeaderName].ToString())) is { Kind: CallerKind.Service } caller ? caller.ProjectId : null;
}
