using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SreCopilot.Events;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.IncidentService.Tests;

/// <summary>The real service on Kestrel with a database of its own, a clock that the test moves, and other services that the test
/// plays. One per test class.</summary>
public sealed class IncidentServer(PostgresServer postgres) : IAsyncLifetime
{
    private static int _servers;

    // Two installations do not share a Redis: the events of one count as sent for the other. As many are never alive at once.
    private readonly int _redisDatabase = Interlocked.Increment(ref _servers) % 16;
    private readonly List<WebApplicationFactory<Program>> _replicas = [];
    private readonly List<HttpClient> _clients = [];
    private TestDatabase? _database;

    internal PostgresServer Postgres => postgres;

    internal TestClock Time { get; } = new(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero));

    /// <summary>What auth-service knows; a project that is missing here is one that it does not answer for.</summary>
    internal ConcurrentDictionary<Guid, TestProject> Projects { get; } = new();

    internal FakeAi Ai { get; } = new();

    internal TestBackend Auth { get; private set; } = null!;

    internal HttpClient Http => _clients[0];

    internal string ConnectionString => _database!.ConnectionString;

    internal IServiceProvider Services => _replicas[0].Services;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        Auth = await TestBackend.StartAsync(AnswerAsAuthServiceAsync);
        await Ai.StartAsync();
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
            host.UseSetting("ConnectionStrings:redis", $"{RedisServer.Shared.ConnectionString},defaultDatabase={_redisDatabase}");
            host.UseSetting("INTERNAL_SERVICE_KEY", "tests sign their internal tokens with it");
            host.UseSetting("AUTH_SERVICE_URL", Auth.Address);
            host.UseSetting("AI_SERVICE_URL", Ai.Address);
            // Under a storm of requests on a busy machine one may wait for a connection.
            host.UseSetting("Database:ConnectTimeoutSeconds", "60");
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

    /// <summary>A project with a member of every role.</summary>
    internal TestProject NewProject(string timezone = "UTC", Guid? tenantId = null)
    {
        var project = new TestProject(this, tenantId ?? Guid.NewGuid(), timezone);
        Projects[project.Id] = project;
        return project;
    }

    internal Person As(Caller caller, int replica = 0) => new(_clients[replica], _replicas[replica].Services.GetRequiredService<InternalTokens>(), caller);

    internal async Task<List<Operation>> ListOperationsAsync() =>
        Operation.ReadAll((await As(new Caller { Kind = CallerKind.Anonymous }).GetAsync("/openapi/v1.json")).Body);

    /// <summary>All events of a project so far.</summary>
    internal async Task<IReadOnlyList<(string Type, System.Text.Json.JsonElement Data)>> EventsAsync(Guid projectId) =>
    [
        .. (await Services.GetRequiredService<EventLog>().ReadAfterAsync(projectId, 0))
            .Select(entry => System.Text.Json.JsonDocument.Parse(entry.Envelope).RootElement)
            .Select(envelope => (envelope.GetProperty("type").GetString()!, envelope.GetProperty("data"))),
    ];

    /// <summary>Looks at, or changes, what the service stored.</summary>
    internal async Task<object?> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database!.SuperuserConnectionString + ";Search Path=incident;Pooling=false;Command Timeout=300");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        Ai.Release();
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await Auth.DisposeAsync();
        await Ai.DisposeAsync();
    }

    // Like auth-service: only members of the project get an answer, and only with a token.
    private async Task AnswerAsAuthServiceAsync(HttpContext http)
    {
        var parts = http.Request.Path.Value!.Split('/');
        var caller = await Services.GetRequiredService<InternalTokens>().VerifyAsync(http.Request.Headers[InternalTokens.HeaderName].ToString());
        if (!Projects.TryGetValue(Guid.Parse(parts[2]), out var project) || project.Members.All(member => member.Id != caller?.UserId))
        {
            http.Response.StatusCode = 403;
            return;
        }

        await (parts.Length == 3
            ? http.Response.WriteAsJsonAsync(new { id = project.Id, timezone = project.Timezone, name = "P" })
            : http.Response.WriteAsJsonAsync(project.Members.Select(member => new { user_id = member.Id, user_name = member.Name, user_email = member.Email, role = member.Role })));
    }
}
