using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.Tests;

/// <summary>The real service on Kestrel, one or several times on one database of its own, with a clock that the test moves.</summary>
/// <typeparam name="TProgram">The service's program.</typeparam>
public abstract class ServiceReplicas<TProgram>(PostgresServer postgres, string schema) : IAsyncLifetime
    where TProgram : class
{
    private readonly List<WebApplicationFactory<TProgram>> _replicas = [];
    private readonly List<HttpClient> _clients = [];
    private TestDatabase? _database;

    internal TestClock Time { get; } = new(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero));

    internal HttpClient Http => _clients[0];

    internal string ConnectionString => _database!.ConnectionString;

    internal IServiceProvider Services => _replicas[0].Services;

    /// <summary>What the service takes the time from; another one where it works with programs that have the real time.</summary>
    protected virtual TimeProvider Clock => Time;

    /// <summary>Configuration beside database, key and clock.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Settings => [];

    public virtual async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await AddReplicaAsync();
    }

    /// <summary>Starts one more replica on the same database and waits until it is ready.</summary>
    internal async Task AddReplicaAsync(params (string Name, string Value)[] settings)
    {
        var replica = new WebApplicationFactory<TProgram>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("ConnectionStrings:srecopilot", ConnectionString);
            host.UseSetting("INTERNAL_SERVICE_KEY", "tests sign their internal tokens with it");
            // Under a storm of requests on a busy machine one may wait for a connection.
            host.UseSetting("Database:ConnectTimeoutSeconds", "60");
            foreach (var (name, value) in Settings.Concat(settings))
            {
                host.UseSetting(name, value);
            }

            host.ConfigureTestServices(services => services.AddSingleton(Clock));
        });
        replica.UseKestrel();
        replica.StartServer();
        _replicas.Add(replica);
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = replica.ClientOptions.BaseAddress };
        _clients.Add(client);
        await Wait.UntilAsync(async () =>
        {
            using var health = await client.GetAsync(new Uri("/health", UriKind.Relative));
            return health.IsSuccessStatusCode;
        });
    }

    /// <summary>Ends a replica.</summary>
    internal async Task StopReplicaAsync(int replica)
    {
        await _replicas[replica].DisposeAsync();
        _replicas.RemoveAt(replica);
        _clients[replica].Dispose();
        _clients.RemoveAt(replica);
    }

    internal TestProject NewProject() => new(As);

    internal Person As(Caller caller, int replica = 0) => new(_clients[replica], _replicas[replica].Services.GetRequiredService<InternalTokens>(), caller);

    /// <summary>What the service says about itself.</summary>
    internal async Task<System.Text.Json.JsonElement> DescribeAsync() => (await As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body;

    /// <summary>Looks at, or changes, what the service stored.</summary>
    internal async Task<object?> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database!.SuperuserConnectionString + $";Search Path={schema};Pooling=false;Command Timeout=300");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>All rows of some tables in one line each: whether anything changed.</summary>
    internal async Task<string> SnapshotAsync(params IEnumerable<string> tables) => string.Join('\n', await Task.WhenAll(tables.Select(async table =>
        $"{table} {await SqlAsync($"select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from {table} t")}")));

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _clients.ForEach(client => client.Dispose());
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }
    }
}
