using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.Audit.Tests;

/// <summary>Takes entries as audit-service does: each id once. The test says how it behaves.</summary>
internal sealed class FakeAuditService : IAsyncDisposable
{
    private readonly TestBackend _backend;
    private readonly ConcurrentDictionary<Guid, JsonElement> _known = new();
    private readonly ConcurrentQueue<JsonElement> _entries = new();

    private FakeAuditService(TestBackend backend) => _backend = backend;

    public string Address => _backend.Address;

    /// <summary>What is done with a batch; the default takes it.</summary>
    public Func<HttpContext, JsonElement, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public int Batches { get; private set; }

    /// <summary>Entries that were sent more than once.</summary>
    public int Repeated { get; private set; }

    /// <summary>Each entry once, in the order of arrival.</summary>
    public IReadOnlyList<JsonElement> Entries => [.. _entries];

    public IEnumerable<string> Actions => Entries.Select(entry => entry.GetProperty("action").GetString()!);

    public static async Task<FakeAuditService> StartAsync()
    {
        var backend = await TestBackend.StartAsync();
        var service = new FakeAuditService(backend);
        backend.Internal = service.TakeAsync;
        service.Answer = service.AcceptAsync;
        return service;
    }

    /// <summary>Takes the batch and confirms.</summary>
    public Task AcceptAsync(HttpContext http, JsonElement batch)
    {
        Keep(batch);
        return http.Response.WriteAsync("""{"rejected":[]}""");
    }

    /// <summary>Takes the batch, and is gone before it can confirm.</summary>
    public Task AcceptAndVanishAsync(HttpContext http, JsonElement batch)
    {
        Keep(batch);
        http.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Takes the batch but for entries about one thing, which it will never take.</summary>
    public Task RejectAsync(HttpContext http, JsonElement batch, string resourceId)
    {
        var bad = batch.GetProperty("entries").EnumerateArray().Where(entry => entry.GetProperty("resource_id").GetString() == resourceId).Select(entry => entry.GetProperty("id").GetGuid()).ToList();
        Keep(batch, bad);
        return http.Response.WriteAsync($$"""{"rejected":[{{string.Join(',', bad.Select(id => $$"""{"id":"{{id}}","reason":"too bad"}"""))}}]}""");
    }

    public static Task RefuseAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public Task WaitForAsync(int count) => Wait.UntilAsync(() => _entries.Count >= count);

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var batch = (await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted)).RootElement;
        Batches++;
        await Answer(http, batch);
    }

    private void Keep(JsonElement batch, params List<Guid> except)
    {
        foreach (var entry in batch.GetProperty("entries").EnumerateArray().Where(entry => !except.Contains(entry.GetProperty("id").GetGuid())))
        {
            if (_known.TryAdd(entry.GetProperty("id").GetGuid(), entry))
            {
                _entries.Enqueue(entry);
            }
            else
            {
                Repeated++;
            }
        }
    }
}
