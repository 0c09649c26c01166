using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SreCopilot.Events;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>The real service on Kestrel with a database of its own, a clock that the test moves, and other services that the test
/// plays. One per test class.</summary>
public class IntegrationServer(PostgresServer postgres) : IAsyncLifetime
{
    internal const string InternalKey = "tests sign their internal tokens with it";

    private static int _servers;

    // Two installations do not share a Redis: the events of one count as sent for the other. As many are never alive at once.
    private readonly int _redisDatabase = Interlocked.Increment(ref _servers) % 16;
    private readonly List<WebApplicationFactory<Program>> _replicas = [];
    private readonly List<HttpClient> _clients = [];
    private TestDatabase? _database;

    internal TestClock Time { get; private protected init; } = new(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero));

    internal FakeIncidents Incidents { get; } = new();

    /// <summary>auth-service; a test may have it fail.</summary>
    internal TestBackend Auth { get; private set; } = null!;

    internal bool AuthIsAway { get; set; }

    internal HttpClient Http => _clients[0];

    internal IServiceProvider Services => _replicas[0].Services;

    private protected string ConnectionString => _database!.ConnectionString;

    private protected string Redis => $"{RedisServer.Shared.ConnectionString},defaultDatabase={_redisDatabase}";

    private ConcurrentDictionary<Guid, TestIntegration> Integrations { get; } = new();

    public virtual async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        Auth = await TestBackend.StartAsync(ShowProjectAsync);
        Auth.Internal = TellWebhookAsync;
        await AddReplicaAsync(await StartIncidentServiceAsync());
    }

    /// <returns>Its address.</returns>
    private protected virtual async Task<string> StartIncidentServiceAsync()
    {
        await Incidents.StartAsync();
        return Incidents.Address;
    }

    /// <summary>Starts one more replica on the same database and waits until it is ready.</summary>
    internal async Task AddReplicaAsync(string incidentService)
    {
        var replica = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("ConnectionStrings:srecopilot", ConnectionString);
            host.UseSetting("ConnectionStrings:redis", Redis);
            host.UseSetting("INTERNAL_SERVICE_KEY", InternalKey);
            host.UseSetting("AUTH_SERVICE_URL", Auth.Address);
            host.UseSetting("INCIDENT_SERVICE_URL", incidentService);
            host.UseSetting("Webhooks:PollSeconds", "0.05");
            // Under a storm of requests on a busy machine one may wait for a connection, or for its incident.
            host.UseSetting("Database:ConnectTimeoutSeconds", "60");
            host.UseSetting("Webhooks:AnswerSeconds", "60");
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

    internal TestIntegration NewIntegration(string type = "alertmanager", Guid? tenantId = null, Guid? projectId = null)
    {
        var integration = new TestIntegration(this, type, tenantId, projectId);
        return Integrations[integration.Id] = integration;
    }

    /// <summary>Its project's administrator deletes it.</summary>
    internal void Delete(TestIntegration integration) => Integrations.TryRemove(integration.Id, out _);

    internal Person As(Caller caller, int replica = 0) => new(_clients[replica], _replicas[replica].Services.GetRequiredService<InternalTokens>(), caller);

    internal async Task<List<Operation>> ListOperationsAsync() =>
        Operation.ReadAll((await As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body);

    /// <summary>All events of a project so far.</summary>
    internal async Task<IReadOnlyList<(string Type, JsonElement Data)>> EventsAsync(Guid projectId) =>
    [
        .. (await Services.GetRequiredService<EventLog>().ReadAfterAsync(projectId, 0))
            .Select(entry => JsonDocument.Parse(entry.Envelope).RootElement)
            .Select(envelope => (envelope.GetProperty("type").GetString()!, envelope.GetProperty("data"))),
    ];

    /// <summary>Looks at, or changes, what is stored.</summary>
    internal async Task<object?> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database!.SuperuserConnectionString + ";Search Path=integration;Pooling=false;Command Timeout=300");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What incident-service calls the problem that an integration reported first.</summary>
    internal async Task<string> KeyOfAsync(TestIntegration source) =>
        (string)(await SqlAsync($"select id::text from alert_groups where integration_id = '{source.Id}' order by opened_at, id limit 1"))!;

    /// <summary>What incident-service heard of an integration.</summary>
    internal async Task<List<JsonElement>> ReportsOfAsync(TestIntegration source)
    {
        var keys = (string)(await SqlAsync($"select coalesce(string_agg(id::text, ','), '') from alert_groups where integration_id = '{source.Id}'"))!;
        return [.. Incidents.Reports.Where(report => keys.Contains(report.GetProperty("deduplication_key").GetString()!, StringComparison.Ordinal))];
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _clients.ForEach(client => client.Dispose());
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await Auth.DisposeAsync();
        await Incidents.DisposeAsync();
    }

    private async Task TellWebhookAsync(HttpContext http)
    {
        var caller = await Services.GetRequiredService<InternalTokens>().VerifyAsync(http.Request.Headers[InternalTokens.HeaderName].ToString());
        if (AuthIsAway || caller?.Kind != CallerKind.Service)
        {
            http.Response.StatusCode = AuthIsAway ? 503 : 403;
            return;
        }

        if (!Integrations.TryGetValue(Guid.Parse(http.Request.Path.Value!.Split('/')[^1]), out var known))
        {
            http.Response.StatusCode = 404;
            return;
        }

        await http.Response.WriteAsJsonAsync(new
        {
            id = known.Id,
            tenant_id = known.TenantId,
            project_id = known.ProjectId,
            integration_type = known.Type,
            name = known.Name,
            url = known.Url,
            secret = known.Secret,
            previous_secret = known.PreviousSecret,
            previous_valid_until = known.PreviousValidUntil,
            settings = known.Settings,
        });
    }

    // Like auth-service: only members get an answer. The test's members of other projects have "member" in their address.
    private async Task ShowProjectAsync(HttpContext http)
    {
        var caller = await Services.GetRequiredService<InternalTokens>().VerifyAsync(http.Request.Headers[InternalTokens.HeaderName].ToString());
        var project = http.Request.Path.Value!.Split('/')[2];
        http.Response.StatusCode = AuthIsAway ? 503 : caller?.Email == $"member-of-{project}" ? 200 : 403;
        await http.Response.WriteAsJsonAsync(new { id = project });
    }
}
