using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.AuthService.Tests;

/// <summary>The real service on Kestrel with a database of its own and a clock that the test moves. One per test class.</summary>
public sealed class AuthServer(PostgresServer postgres) : IAsyncLifetime
{
    public const string AccessKey = "tests sign their access tokens with this";
    public const string InternalKey = "tests sign their internal tokens with it";
    public const string EncryptionKey = "tests encrypt what they store with this one";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly List<WebApplicationFactory<Program>> _replicas = [];
    private readonly List<HttpClient> _clients = [];
    private readonly List<LogLines> _logs = [];
    private TestDatabase? _database;

    internal IServiceProvider Services => _replicas[0].Services;

    internal IServiceProvider ServicesOf(int replica) => _replicas[replica].Services;

    internal string LogOf(int replica) => _logs[replica].Text;

    internal HttpClient Http => _clients[0];

    internal string SuperuserConnectionString => _database!.SuperuserConnectionString;

    internal void Advance(TimeSpan time) => _time.Advance(time);

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await AddReplicaAsync();
    }

    /// <summary>A client of the first replica with an address of its own.</summary>
    internal Browser OpenBrowser() => OpenBrowser(replica: 0);

    /// <summary>A client of a given replica.</summary>
    internal Browser OpenBrowser(int replica) => new(_clients[replica], _replicas[replica].Services);

    /// <summary>Another service of the platform, with the internal token it would carry.</summary>
    internal Browser OpenService(int replica = 0, Guid? tenantId = null, Guid? projectId = null) =>
        OpenAs(new Caller { Kind = CallerKind.Service, TenantId = tenantId, ProjectId = projectId }, replica);

    /// <summary>Somebody whom api-gateway vouched for in these words.</summary>
    internal Browser OpenAs(Caller caller, int replica = 0) => new(_clients[replica], _replicas[replica].Services) { FixedCaller = caller };

    /// <summary>Starts one more replica on the same database, with other settings where wanted, and waits until it is ready.</summary>
    /// <returns>Its number.</returns>
    internal async Task<int> AddReplicaAsync(params (string Name, string Value)[] settings)
    {
        var log = new LogLines();
        var replica = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("ConnectionStrings:srecopilot", _database!.ConnectionString);
            host.UseSetting("JWT_SECRET_KEY", AccessKey);
            host.UseSetting("INTERNAL_SERVICE_KEY", InternalKey);
            host.UseSetting("ENCRYPTION_KEY", EncryptionKey);
            host.UseSetting("Passwords:Cost", "10");
            // Under a storm of requests on a busy machine one may wait for a connection.
            host.UseSetting("Database:ConnectTimeoutSeconds", "60");
            host.UseSetting("OutboundHttp:AllowedNetworks", "127.0.0.0/8");
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }

            host.ConfigureLogging(logging => logging.AddProvider(log));
            host.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(_time));
        });
        _logs.Add(log);
        replica.UseKestrel();
        replica.StartServer();
        _replicas.Add(replica);
        // Cookies are the browser's business, see Browser.
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = replica.ClientOptions.BaseAddress };
        _clients.Add(client);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await client.GetAsync(new Uri("/health", UriKind.Relative), deadline.Token)).IsSuccessStatusCode)
        {
            await Task.Yield();
        }

        return _replicas.Count - 1;
    }

    internal async Task<List<Operation>> ListOperationsAsync() => Operation.ReadAll((await OpenBrowser().GetAsync("/openapi/v1.json")).Body);

    /// <summary>Looks at, or changes, what the service stored.</summary>
    internal async Task<object?> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database!.SuperuserConnectionString + ";Search Path=auth;Pooling=false");
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
