using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>The real service on Kestrel with a database of its own and a clock that the test moves. One per test class.</summary>
public sealed class MetricsServer(PostgresServer postgres) : IAsyncLifetime
{
    private readonly List<WebApplicationFactory<Program>> _replicas = [];
    private readonly List<HttpClient> _clients = [];
    private TestDatabase? _database;

    internal TestClock Time { get; } = new(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero));

    /// <summary>What is configured differently.</summary>
    internal Dictionary<string, string> Settings { get; } = new() { ["Metrics:RollupSeconds"] = "0.1" };

    internal HttpClient Http => _clients[0];

    internal string ConnectionString => _database!.ConnectionString;

    internal IServiceProvider Services => _replicas[0].Services;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
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
            host.UseSetting("INTERNAL_SERVICE_KEY", "tests sign their internal tokens with it");
            // Under a storm of requests on a busy machine one may wait for a connection, and a commit for the disk.
            host.UseSetting("Database:ConnectTimeoutSeconds", "60");
            host.UseSetting("TimeSeries:CommitSeconds", "120");
            host.UseSetting("TimeSeries:MaintenanceSeconds", "2");
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
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await client.GetAsync(new Uri("/health", UriKind.Relative), deadline.Token)).IsSuccessStatusCode)
        {
            await Task.Yield();
        }
    }

    internal TestProject NewProject(Guid? tenantId = null) => new(this, tenantId ?? Guid.NewGuid());

    internal Person As(Caller caller, int replica = 0) => new(_clients[replica], _replicas[replica].Services.GetRequiredService<InternalTokens>(), caller);

    internal async Task<List<Operation>> ListOperationsAsync() =>
        Operation.ReadAll((await As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body);

    /// <summary>Looks at, or changes, what the service stored.</summary>
    internal async Task<object?> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database!.SuperuserConnectionString + ";Search Path=metrics;Pooling=false;Command Timeout=300");
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
    }
}
