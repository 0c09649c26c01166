using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>The real service on Kestrel with a database of its own, a clock that the test moves, and CI/CD systems and a metrics-collector-service that the
/// test plays. One per test class.</summary>
public sealed class CicdServer(PostgresServer postgres) : IAsyncLifetime
{
    public const string FirstKey = "the first key of the tests for stored secrets";

    private static readonly string[] Tables = ["connections", "repositories", "deployment_hooks", "deployments", "webhook_deliveries"];

    private readonly List<WebApplicationFactory<Program>> _replicas = [];
    private readonly List<HttpClient> _clients = [];
    private TestDatabase? _database;

    internal TestClock Time { get; } = new(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero));

    internal FakeCollector Collector { get; } = new();

    internal FakeGitHub GitHub { get; } = new();

    internal FakeGitLab GitLab { get; } = new();

    internal FakeAzureDevOps AzureDevOps { get; } = new();

    internal FakeJenkins Jenkins { get; } = new();

    internal FakeBitbucket Bitbucket { get; } = new();

    internal IReadOnlyList<FakeProvider> Providers => [GitHub, GitLab, AzureDevOps, Jenkins, Bitbucket];

    internal HttpClient Http => _clients[0];

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await Collector.StartAsync();
        foreach (var provider in Providers)
        {
            await provider.StartAsync();
        }

        await AddReplicaAsync();
    }

    internal FakeProvider Provider(string name) => Providers.Single(provider => provider.Name == name);

    /// <summary>Starts one more replica on the same database and waits until it is ready.</summary>
    internal async Task AddReplicaAsync(params (string Name, string Value)[] settings)
    {
        var replica = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("ConnectionStrings:srecopilot", _database!.ConnectionString);
            host.UseSetting("INTERNAL_SERVICE_KEY", "tests sign their internal tokens with it");
            host.UseSetting("ENCRYPTION_KEY", FirstKey);
            host.UseSetting("METRICS_COLLECTOR_URL", Collector.Address);
            host.UseSetting("INCIDENT_SERVICE_URL", Collector.Address);
            host.UseSetting("PUBLIC_API_URL", "https://sre.example.org");
            host.UseSetting("OutboundHttp:AllowedNetworks", "127.0.0.0/8");
            host.UseSetting("Providers:GitHubApi", GitHub.Address);
            host.UseSetting("Providers:AzureDevOpsApi", AzureDevOps.Address);
            host.UseSetting("Providers:BitbucketApi", $"{Bitbucket.Address}/2.0");
            host.UseSetting("Providers:GitLab", GitLab.Address);
            host.UseSetting("Sync:PageSize", "3");
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
        await Wait.UntilAsync(async () => (await client.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode);
    }

    /// <summary>Ends a replica as a crash would look from outside: nothing that it held is given back.</summary>
    internal async Task StopReplicaAsync(int replica)
    {
        await _replicas[replica].DisposeAsync();
        _replicas.RemoveAt(replica);
        _clients.RemoveAt(replica);
    }

    internal TestProject NewProject(Guid? tenantId = null) => new(this, tenantId ?? Guid.NewGuid());

    internal Person As(Caller caller, int replica = 0) => new(_clients[replica], _replicas[replica].Services.GetRequiredService<InternalTokens>(), caller);

    internal async Task<List<Operation>> ListOperationsAsync() =>
        Operation.ReadAll((await As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body);

    /// <summary>A webhook as api-gateway passes it on: the sender is nobody, and only its own proof counts.</summary>
    internal async Task<Answer> SendWebhookAsync(string path, string body, IEnumerable<(string Name, string Value)> headers, int replica = 0)
    {
        var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add(InternalTokens.HeaderName, _replicas[replica].Services.GetRequiredService<InternalTokens>().Issue(new Caller { Kind = CallerKind.Anonymous }));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _clients[replica].SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Looks at, or changes, what the service stored.</summary>
    internal async Task<object?> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database!.SuperuserConnectionString + ";Search Path=cicd;Pooling=false;Command Timeout=300");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Everything that is stored, as text.</summary>
    internal async Task<string> DumpAsync() => string.Join('\n', await Task.WhenAll(
        Tables.Select(async table => $"{table} {await SqlAsync($"select coalesce(string_agg(t::text, chr(10) order by t::text), '') from {table} t")}")));

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        foreach (var provider in Providers)
        {
            provider.Release();
        }

        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        foreach (var provider in Providers)
        {
            await provider.DisposeAsync();
        }

        await Collector.DisposeAsync();
    }
}
