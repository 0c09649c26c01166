using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.AlertingService.Tests;

/// <summary>What alerting-service asks others: values of metrics and logs, as a test sets them, and incidents.</summary>
internal sealed class FakePlatform : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (string Labels, double Value)[]> _values = [];
    private readonly Lock _gate = new();
    private readonly TestBackend _backend;

    private FakePlatform(TestBackend backend)
    {
        _backend = backend;
        backend.Internal = AnswerAsync;
    }

    public string Address => _backend.Address;

    /// <summary>Whether nothing answers.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether it answers questions, but takes no incidents.</summary>
    public bool RefusesIncidents { get; set; }

    public ConcurrentQueue<JsonElement> Questions { get; } = [];

    /// <summary>How many requests the questions came in.</summary>
    public int Requests => _requests;

    private int _requests;

    public List<FakeIncident> Incidents { get; } = [];

    public static async Task<FakePlatform> StartAsync() => new(await TestBackend.StartAsync());

    /// <summary>The value of a metric, or of a query of logs.</summary>
    public void Set(string metric, double value) => _values[metric] = [("{}", value)];

    public void Set(string metric, params (string Labels, double Value)[] series) => _values[metric] = series;

    /// <summary>No data any more.</summary>
    public void Forget(string metric) => _values.TryRemove(metric, out _);

    public List<FakeIncident> IncidentsOf(string title)
    {
        lock (_gate)
        {
            return Incidents.FindAll(incident => incident.Title.Contains(title, StringComparison.Ordinal));
        }
    }

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (IsAway || (RefusesIncidents && context.Request.Path.StartsWithSegments("/internal/incidents")))
        {
            context.Response.StatusCode = 503;
            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var answer = context.Request.Path.Value switch
        {
            "/internal/conditions/evaluate" => Evaluate(body.RootElement),
            "/internal/incidents" => Open(body.RootElement),
            "/internal/incidents/resolve" => Resolve(body.RootElement),
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 404 : 200;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer ?? "{}");
    }

    private string Evaluate(JsonElement body)
    {
        Interlocked.Increment(ref _requests);
        var answers = new List<string>();
        foreach (var question in body.GetProperty("questions").EnumerateArray())
        {
            Questions.Enqueue(question.Clone());
            var name = question.GetProperty("signal").GetString() == "log" ? question.GetProperty("query").GetString()! : question.GetProperty("metric").GetString()!;
            var series = _values.GetValueOrDefault(name) ?? [];
            answers.Add($$"""{"problem":null,"series":[{{string.Join(',', series.Select(one => FormattableString.Invariant($$"""{"labels":{{one.Labels}},"value":{{one.Value}}}""")))}}]}""");
        }

        return $$"""{"answers":[{{string.Join(',', answers)}}]}""";
    }

    // As incident-service does: one unresolved incident per key.
    private string Open(JsonElement body)
    {
        lock (_gate)
        {
            var key = body.GetProperty("deduplication_key").GetString()!;
            if (Incidents.Find(one => one.Key == key && !one.IsResolved) is not { } incident)
            {
                Incidents.Add(incident = new FakeIncident(Guid.NewGuid(), key, body.GetProperty("title").GetString()!, body.GetProperty("severity").GetString()!));
            }

            return $$"""{"incident":{"id":"{{incident.Id}}"},"created":true}""";
        }
    }

    private string Resolve(JsonElement body)
    {
        lock (_gate)
        {
            var key = body.GetProperty("deduplication_key").GetString();
            var open = Incidents.FindAll(one => one.Key == key && !one.IsResolved);
            open.ForEach(one => one.IsResolved = true);
            return $$"""{"resolved":{{(open.Count > 0 ? "true" : "false")}}}""";
        }
    }
}

/// <summary>An incident.</summary>
internal sealed record FakeIncident(Guid Id, string Key, string Title, string Severity)
{
    public bool IsResolved { get; set; }
}
