using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.IncidentService.Tests;

/// <summary>ai-service as the test plays it. Like the one that does not offer hypotheses yet it answers 404, unless told otherwise.</summary>
internal sealed class FakeAi : IAsyncDisposable
{
    private readonly TaskCompletionSource _released = new();
    private readonly ConcurrentDictionary<Guid, ConcurrentQueue<JsonElement>> _asked = new();
    private TestBackend? _backend;

    public string Address => _backend!.Address;

    /// <summary>The status to answer, by the title of the incident.</summary>
    public ConcurrentDictionary<string, int> Statuses { get; } = new();

    /// <summary>An incident with this title gets no answer before <see cref="Release"/>.</summary>
    public const string Hanging = "ai-service hangs";

    public async Task StartAsync() => _backend = await TestBackend.StartAsync(AnswerAsync);

    public void Release() => _released.TrySetResult();

    /// <summary>What was asked about an incident.</summary>
    public IReadOnlyCollection<JsonElement> AskedAbout(Guid incidentId) => _asked.GetValueOrDefault(incidentId) ?? [];

    public async ValueTask DisposeAsync()
    {
        if (_backend is not null)
        {
            await _backend.DisposeAsync();
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var body = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
        _asked.GetOrAdd(body.GetProperty("incident_id").GetGuid(), _ => []).Enqueue(body);
        var title = body.GetProperty("title").GetString()!;
        if (title == Hanging)
        {
            await _released.Task;
        }

        http.Response.StatusCode = Statuses.GetValueOrDefault(title, 404);
        await http.Response.WriteAsync("{}");
    }
}
