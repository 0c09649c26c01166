using System.Security.Cryptography;

namespace SreCopilot.Benchmarks.AlertToFrame;

/// <summary>What an alert passes on its way: api-gateway, integration-, auth-, incident- and websocket-service, PostgreSQL and Redis; and audit-service, which writes down what happened.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srecopilot-bench-").FullName;
    private readonly Dictionary<string, string> _settings = new()
    {
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["JWT_SECRET_KEY"] = NewKey(),
        ["INTERNAL_SERVICE_KEY"] = NewKey(),
        ["ENCRYPTION_KEY"] = NewKey(),
        ["Logging__LogLevel__Default"] = "Warning",
        ["RateLimits__WebhookPerMinute"] = "1000000",
        ["RateLimits__WebhookSenderPerMinute"] = "1000000",
    };

    /// <summary>The services, in the order of their start.</summary>
    public List<ChildProgram> Programs { get; } = [];

    public Uri Gateway { get; private set; } = null!;

    public Uri WebSockets { get; private set; } = null!;

    public async Task StartAsync()
    {
        var (postgres, redis) = (ChildProgram.FreePort(), ChildProgram.FreePort());
        await StartStoreAsync("EmbeddedPostgres", new() { ["POSTGRES_PORT"] = $"{postgres}", ["POSTGRES_DATA_DIR"] = Path.Combine(_folder, "postgres"), ["POSTGRES_PASSWORD"] = "benchmark" });
        await StartStoreAsync("EmbeddedRedis", new() { ["REDIS_PORT"] = $"{redis}", ["REDIS_DATA_DIR"] = Path.Combine(_folder, "redis") });
        _settings["ConnectionStrings__srecopilot"] = $"Host=127.0.0.1;Port={postgres};Database=srecopilot;Username=srecopilot;Password=benchmark";
        _settings["ConnectionStrings__redis"] = $"127.0.0.1:{redis}";
        _settings["AUDIT_SERVICE_URL"] = await StartServiceAsync("audit-service");
        // What is not on the way answers that it is not there (audit-service has neither route): that ends a request for hypotheses, where
        // a refused connection would have it tried again and again during the measurement.
        _settings["AI_SERVICE_URL"] = _settings["METRICS_COLLECTOR_URL"] = _settings["AUDIT_SERVICE_URL"];
        _settings["AUTH_SERVICE_URL"] = await StartServiceAsync("auth-service");
        _settings["INCIDENT_SERVICE_URL"] = await StartServiceAsync("incident-service");
        _settings["INTEGRATION_SERVICE_URL"] = await StartServiceAsync("integration-service");
        WebSockets = new UriBuilder(await StartServiceAsync("websocket-service")) { Scheme = "ws", Path = "/ws" }.Uri;
        Gateway = new Uri(await StartServiceAsync("api-gateway"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(Programs))
        {
            await program.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartStoreAsync(string name, Dictionary<string, string> settings)
    {
        var health = ChildProgram.FreePort();
        Programs.Add(await ChildProgram.StartAsync(name, health, new(settings) { ["HEALTH_PORT"] = $"{health}" }));
    }

    private async Task<string> StartServiceAsync(string name)
    {
        var port = ChildProgram.FreePort();
        Programs.Add(await ChildProgram.StartAsync(name, port, new(_settings) { ["SERVICE_PORT"] = $"{port}" }));
        return $"http://127.0.0.1:{port}";
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
}
