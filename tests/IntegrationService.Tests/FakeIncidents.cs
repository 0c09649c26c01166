using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>incident-service as the test plays it: at most one unresolved incident of a key.</summary>
internal sealed class FakeIncidents : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Guid> _unresolved = [];
    private TestBackend? _backend;

    public string Address => _backend!.Address;

    /// <summary>Keys for which it answers with this status instead; by title.</summary>
    public ConcurrentDictionary<string, int> Failing { get; } = new();

    /// <summary>What was reported, in order.</summary>
    public ConcurrentQueue<JsonElement> Reports { get; } = [];

    /// <summary>The keys that were resolved, in order.</summary>
    public ConcurrentQueue<string> Recoveries { get; } = [];

    public async Task StartAsync()
    {
        _backend = await TestBackend.StartAsync();
        _backend.Internal = AnswerAsync;
    }

    public IReadOnlyList<JsonElement> ReportsOf(string title) => [.. Reports.Where(report => report.GetProperty("title").GetString() == title)];

    /// <summary>Somebody resolves it by hand.</summary>
    public void Resolve(string key)
    {
        lock (_lock)
        {
            _unresolved.Remove(key);
        }
    }

    public ValueTask DisposeAsync() => _backend?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AnswerAsync(HttpContext http)
    {
        var body = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
        var key = body.GetProperty("deduplication_key").GetString()!;
        if (http.Request.Path == "/internal/incidents/resolve")
        {
            Recoveries.Enqueue(key);
            var resolved = false;
            lock (_lock)
            {
                resolved = _unresolved.Remove(key);
            }

            await http.Response.WriteAsJsonAsync(new { resolved });
            return;
        }

        if (Failing.TryGetValue(body.GetProperty("title").GetString()!, out var status))
        {
            http.Response.StatusCode = status;
            return;
        }

        Reports.Enqueue(body);
        bool created;
        Guid id;
        lock (_lock)
        {
            created = !_unresolved.TryGetValue(key, out id);
            id = created ? _unresolved[key] = Guid.NewGuid() : id;
        }

        await http.Response.WriteAsJsonAsync(new { incident = new { id }, created });
    }
}
