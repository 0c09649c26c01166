using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.AuditService.Tests;

/// <summary>The real service on Kestrel with a database of its own and a clock that the test moves. One per test class.</summary>
public sealed class AuditServer(PostgresServer postgres) : IAsyncLifetime
{
    public const string InternalKey = "tests sign their internal tokens with it";

    private readonly List<WebApplicationFactory<Program>> _replicas = [];
    private readonly List<HttpClient> _clients = [];
    private TestDatabase? _database;

    internal TestClock Time { get; } = new(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero));

    internal HttpClient Http => _clients[0];

    internal string ConnectionString => _database!.ConnectionString;

    internal string SuperuserConnectionString => _database!.SuperuserConnectionString;

    internal IServiceProvider ServicesOf(int replica) => _replicas[replica].Services;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await AddReplicaAsync();
    }

    /// <summary>Starts one more replica on the same database and waits until it is ready.</summary>
    internal async Task<int> AddReplicaAsync(params (string Name, string Value)[] settings)
    {
        var replica = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("ConnectionStrings:srecopilot", ConnectionString);
            host.UseSetting("INTERNAL_SERVICE_KEY", InternalKey);
            host.UseSetting("Audit:PollSeconds", "0.05");
            host.UseSetting("Audit:TallySeconds", "0.05");
            // Under a storm of requests on a busy machine one may wait for a connection.
            host.UseSetting("Database:ConnectTimeoutSeconds", "60");
            foreach (var (name, value) in settings)
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
        return _replicas.Count - 1;
    }

    internal ValueTask StopReplicaAsync(int replica) => _replicas[replica].DisposeAsync();

    internal Person As(Caller caller, int replica = 0) => new(_clients[replica], _replicas[replica].Services.GetRequiredService<InternalTokens>(), caller);

    internal Person AsService(int replica = 0, Guid? tenant = null) => As(new Caller { Kind = CallerKind.Service, TenantId = tenant }, replica);

    internal TestTenant NewTenant() => new(this);

    internal async Task<List<Operation>> ListOperationsAsync() =>
        Operation.ReadAll((await As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body);

    /// <summary>Looks at, or changes, what the service stored, as somebody whom no trigger and no row-level security stops.</summary>
    internal async Task<object?> TamperAsync(string sql) => await SqlAsync($"set session_replication_role = replica; {sql}", SuperuserConnectionString);

    /// <summary>The same as the owner of the tables.</summary>
    internal Task<object?> AsOwnerAsync(string sql) => SqlAsync($"set app.system = 'on'; {sql}", ConnectionString);

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }
    }

    private static async Task<object?> SqlAsync(string sql, string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection + ";Search Path=audit;Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>Says what time it is as the test wants; timers run as always, so nothing in the background stands still.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.Ticks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
