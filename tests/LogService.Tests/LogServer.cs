using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.LogService.Tests;

/// <summary>The real service on Kestrel with a database of its own, a clock that the test moves, and an auth-service that the test
/// plays. One per test class.</summary>
public class LogServer(PostgresServer postgres) : IAsyncLifetime
{
    private readonly List<WebApplicationFactory<Program>> _replicas = [];
    private readonly List<HttpClient> _clients = [];
    private readonly ConcurrentQueue<string> _revocations = [];
    private TestDatabase? _database;
    private TestBackend? _auth;

    internal TestClock Time { get; } = new(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero));

    internal HttpClient Http => _clients[0];

    internal IServiceProvider Services => _replicas[0].Services;

    internal string ConnectionString => _database!.ConnectionString;

    /// <summary>What is different from the defaults.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Settings => [];

    /// <summary>What metrics-collector-service, which the test plays, was told: the services, and of which project.</summary>
    internal ConcurrentQueue<(Guid? Project, string Body)> Reports { get; } = [];

    /// <summary>Whether it answers that it cannot.</summary>
    internal bool IsRegistryAway { get; set; }

    internal int RefusedReports { get; private set; }

    internal Uri AddressOf(int replica) => _replicas[replica].ClientOptions.BaseAddress;

    public virtual async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _auth = await TestBackend.StartAsync();
        _auth.Internal = http => http.Request.Path == "/internal/services" ? TakeReportAsync(http) : http.Response.WriteAsync($$"""{"cursor":"1","revocations":[{{string.Join(',', _revocations)}}]}""");
        await AddReplicaAsync();
    }

    /// <summary>Starts one more replica on the same database and waits until it is ready.</summary>
    internal async Task AddReplicaAsync()
    {
        var replica = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("ConnectionStrings:srecopilot", ConnectionString);
            host.UseSetting("ConnectionStrings:redis", RedisServer.Shared.ConnectionString);
            host.UseSetting("INTERNAL_SERVICE_KEY", "tests sign their internal tokens with it");
            host.UseSetting("AUTH_SERVICE_URL", _auth!.Address);
            host.UseSetting("METRICS_COLLECTOR_URL", _auth.Address);
            host.UseSetting("Logs:ReportSeconds", "0.1");
            host.UseSetting("Revocations:PollSeconds", "0.05");
            host.UseSetting("Logs:PatternRefreshSeconds", "1");
            host.UseSetting("Database:ConnectTimeoutSeconds", "60");
            foreach (var (name, value) in Settings)
            {
                host.UseSetting(name, value);
            }

            host.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Time));
        });
        replica.UseKestrel();
        replica.StartServer();
        _replicas.Add(replica);
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = replica.ClientOptions.BaseAddress };
        _clients.Add(client);
        await Wait.UntilAsync(async () => (await client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    private async Task TakeReportAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        if (IsRegistryAway)
        {
            RefusedReports++;
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var token = http.Request.Headers[InternalTokens.HeaderName].ToString();
        Reports.Enqueue(((await Services.GetRequiredService<InternalTokens>().VerifyAsync(token))?.ProjectId, body));
    }

    internal TestProject NewProject() => new(this, Guid.NewGuid());

    internal Person As(Caller caller, int replica = 0) => new(_clients[replica], _replicas[replica].Services.GetRequiredService<InternalTokens>(), caller);

    internal void Revoke(string entry) => _revocations.Enqueue(entry);

    internal async Task<List<Operation>> ListOperationsAsync() =>
        Operation.ReadAll((await As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body);

    /// <summary>Looks at, or changes, what the service stored.</summary>
    internal async Task<object?> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database!.SuperuserConnectionString + ";Search Path=log;Pooling=false;Command Timeout=300");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await _auth!.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
