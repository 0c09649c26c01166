using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>A run, as every system may show it in its own words. Its state is success, failed, running, cancelled, skipped or queued.</summary>
internal sealed record FakeRun(
    string Repository, long Id, string State = "success", string Branch = "main", string Pipeline = "Deploy", string Sha = "", string Actor = "octo", bool IsPullRequest = false)
{
    public string Sha { get; } = Sha.Length > 0 ? Sha : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Repository}{Id}")))[..40];

    public DateTimeOffset Started { get; init; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? Finished => State is "running" or "queued" ? null : Started.AddMinutes(2);
}

/// <summary>A CI/CD system as the test plays it: a real HTTP server that checks credentials, pages lists, and fails as it is told.</summary>
internal abstract class FakeProvider : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, List<FakeRun>> _runs = new();
    private readonly TaskCompletionSource _released = new();
    private TestBackend? _backend;

    public abstract string Name { get; }

    public string Address => _backend!.Address;

    /// <summary>The only token that is accepted.</summary>
    public string Token { get; set; } = "good-token-of-the-tests";

    public virtual object Credentials => new { pat = Token };

    public abstract object Config { get; }

    /// <summary>The settings of a connection that is only about one repository, so that tests do not see each other's.</summary>
    public JsonObject ConfigOf(string repository)
    {
        var config = JsonSerializer.SerializeToNode(Config)!.AsObject();
        // With Azure DevOps a project is listed.
        config[Name == "azure_devops" ? "project" : "repositories"] = Name == "azure_devops" ? repository : new JsonArray(repository);
        return config;
    }

    /// <summary>What was asked: path and query.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Answers instead of the real answer when it says that it did.</summary>
    public Func<HttpContext, Task<bool>> Fault { get; set; } = _ => Task.FromResult(false);

    protected IReadOnlyList<string> Repositories => [.. _runs.Keys.Order(StringComparer.Ordinal)];

    public async Task StartAsync() => _backend = await TestBackend.StartAsync(AnswerAsync);

    public void AddRepository(string name) => _runs.GetOrAdd(name, _ => []);

    public FakeRun Add(FakeRun run)
    {
        var runs = _runs.GetOrAdd(run.Repository, _ => []);
        lock (runs)
        {
            runs.RemoveAll(known => known.Id == run.Id);
            runs.Add(run);
        }

        return run;
    }

    /// <summary>Ends the waiting of <see cref="HangAsync"/>.</summary>
    public void Release() => _released.TrySetResult();

    public Task HangAsync() => _released.Task;

    /// <summary>The webhook that tells of a run, signed with the secret of a connection.</summary>
    public abstract (string Body, List<(string Name, string Value)> Headers) Webhook(FakeRun run, string secret, string delivery, DateTimeOffset now);

    public ValueTask DisposeAsync() => _backend!.DisposeAsync();

    /// <summary>The newest first.</summary>
    protected List<FakeRun> RunsOf(string repository)
    {
        var runs = _runs.GetValueOrDefault(repository) ?? [];
        lock (runs)
        {
            return [.. runs.OrderByDescending(run => run.Started).ThenByDescending(run => run.Id)];
        }
    }

    protected abstract bool IsAuthorized(HttpRequest request);

    /// <summary>Answers a request that is authorized.</summary>
    protected abstract Task AnswerRealAsync(HttpContext http, string path);

    protected static Task WriteAsync(HttpContext http, object body, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(body));
    }

    protected static int Number(HttpRequest request, string name, int fallback) => int.TryParse(request.Query[name], out var number) ? number : fallback;

    protected static string Iso(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)!;

    protected static string Hmac(string secret, string body) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    protected static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    private async Task AnswerAsync(HttpContext http)
    {
        Asked.Enqueue($"{http.Request.Path}{http.Request.QueryString}");
        if (await Fault(http))
        {
            return;
        }

        if (!IsAuthorized(http.Request))
        {
            // Some systems quote what they got.
            await WriteAsync(http, new { message = $"Bad credentials: {http.Request.Headers.Authorization}" }, 401);
            return;
        }

        await AnswerRealAsync(http, http.Request.Path.Value!);
    }
}
