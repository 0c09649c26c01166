using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using SreCopilot.PostgresFixture;

namespace SreCopilot.AuthService.Tests;

/// <summary>The real service on Kestrel with a database of its own and a clock that the test moves. One per test class.</summary>
public sealed class AuthServer(PostgresServer postgres) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly List<WebApplicationFactory<Program>> _replicas = [];
    private readonly List<HttpClient> _clients = [];
    private TestDatabase? _database;

    internal IServiceProvider Services => _replicas[0].Services;

    internal HttpClient Http => _clients[0];

    internal void Advance(TimeSpan time) => _time.Advance(time);

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await AddReplicaAsync();
    }

    /// <summary>A client of the first replica with an address of its own.</summary>
    internal Browser OpenBrowser() => OpenBrowser(replica: 0);

    /// <summary>A client of a given replica.</summary>
    internal Browser OpenBrowser(int replica) => new(_clients[replica], Services);

    /// <summary>Starts one more replica on the same database and waits until it is ready.</summary>
    internal async Task AddReplicaAsync()
    {
        var replica = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("ConnectionStrings:srecopilot", _database!.ConnectionString);
            host.UseSetting("JWT_SECRET_KEY", "tests sign their access tokens with this");
            host.UseSetting("INTERNAL_SERVICE_KEY", "tests sign their internal tokens with it");
            host.UseSetting("ENCRYPTION_KEY", "tests encrypt what they store with this one");
            host.UseSetting("Passwords:Cost", "10");
            host.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(_time));
        });
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
    }

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
