using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Npgsql;
using SreCopilot.PostgresFixture;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>What the audit log learns from the gateway itself: refusals, settings, the use of keys. audit-service is away in these tests, so
/// everything waits in the outbox.</summary>
public sealed class AuditTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly string[] Scopes = ["ingest:logs"];

    private readonly TestUser _viewer = TestUser.New("viewer");
    private readonly TestUser _admin = TestUser.New("admin");
    private readonly Guid _keyId = Guid.NewGuid();
    private TestDatabase _database = null!;
    private TestBackend _backend = null!;
    private Gateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _backend = await TestBackend.StartAsync();
        _backend.Internal = context => context.Request.Path.Value == "/internal/api-keys/verify"
            ? context.Response.WriteAsJsonAsync(new { api_key_id = _keyId, tenant_id = _admin.TenantId, project_id = _admin.ProjectId, scopes = Scopes })
            : context.Response.WriteAsync("{}");
        _gateway = Gateway.Start(
        [
            ("ConnectionStrings:srecopilot", _database.ConnectionString), ("AUTH_SERVICE_URL", _backend.Address), ("INCIDENT_SERVICE_URL", _backend.Address),
            ("LOG_SERVICE_URL", _backend.Address), ("Audit:TallySeconds", "0.05"),
        ]);
        await Wait.UntilAsync(async () => (await _gateway.SendAsync(HttpMethod.Get, "/api/v1/settings/connections", _admin.Bearer)).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task What_is_refused_here_is_an_entry_here_and_what_is_forwarded_is_not()
    {
        Assert.Equal(HttpStatusCode.OK, (await _gateway.SendAsync(HttpMethod.Post, "/api/v1/incidents", _admin.Bearer)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _gateway.SendAsync(HttpMethod.Post, "/api/v1/incidents", _viewer.Bearer, ("User-Agent", "tests/1.0"), ("X-Request-Id", "forged"))).StatusCode);

        await Wait.UntilAsync(async () => (await EntriesAsync()).Count > 0);
        var entry = Assert.Single(await EntriesAsync());
        Assert.Equal(
            ("user", _viewer.Id.ToString(), "tests/1.0", "127.0.0.1", false),
            (Text(entry, "actor_type"), Text(entry, "user_id"), Text(entry, "user_agent"), Text(entry, "ip_address"), entry.GetProperty("success").GetBoolean()));
        Assert.Equal("/api/v1/incidents", Text(entry.GetProperty("metadata"), "route"));
        Assert.NotEqual("forged", Text(entry, "request_id"));
        var forwarded = _backend.OnlyRequest();
        Assert.Equal(32, forwarded.Headers["X-Request-Id"].Length);
    }

    [Fact]
    public async Task Every_request_has_a_number_of_its_own()
    {
        using var one = await _gateway.SendAsync(HttpMethod.Get, "/api/v1/incidents", _admin.Bearer, ("X-Request-Id", "forged"));
        using var two = await _gateway.SendAsync(HttpMethod.Get, "/api/v1/incidents", _admin.Bearer);

        Assert.Equal(
            new[] { one, two }.Select(response => Assert.Single(response.Headers.GetValues("X-Request-Id"))),
            _backend.Received.Select(request => request.Headers["X-Request-Id"]));
        Assert.Equal(2, _backend.Received.Select(request => request.Headers["X-Request-Id"]).Distinct().Count());
    }

    [Fact]
    public async Task Saved_and_deleted_connections_say_what_changed_and_no_secret()
    {
        var saved = await _gateway.SendJsonAsync(HttpMethod.Put, "/api/v1/settings/connections", """{"category":"database","name":"DB","config":{"host":"a","password":"hunter2"}}""", _admin.Bearer);
        await _gateway.SendJsonAsync(HttpMethod.Put, "/api/v1/settings/connections", """{"category":"database","name":"DB","config":{"host":"a","password":"hunter3"}}""", _admin.Bearer);
        var id = JsonDocument.Parse(await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("id").GetString();
        await _gateway.SendAsync(HttpMethod.Delete, $"/api/v1/settings/connections/{id}", _admin.Bearer);

        var entries = await EntriesAsync();

        Assert.Equal(["connection.save", "connection.save", "connection.delete"], entries.Select(entry => Text(entry, "action")));
        Assert.All(entries, entry => Assert.Equal(id, Text(entry, "resource_id")));
        Assert.Equal("""{"before":null,"after":{"category":"database","name":"DB","config.host":"a","config.password":"***"}}""", entries[0].GetProperty("changes").ToString());
        Assert.True(entries[1].GetProperty("metadata").GetProperty("hidden_values_changed").GetBoolean());
        Assert.DoesNotContain(entries, entry => entry.ToString().Contains("hunter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Thousands_of_uses_of_a_key_are_one_entry_and_a_number()
    {
        var key = ("X-API-Key", "srec_" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        for (var use = 0; use < 200; use++)
        {
            Assert.Equal(HttpStatusCode.OK, (await _gateway.SendAsync(HttpMethod.Post, "/api/v1/ingest/logs", key)).StatusCode);
        }

        await Wait.UntilAsync(async () => (long)(await SqlAsync("select coalesce(sum(count), 0)::bigint from audit_tallies"))! == 200);
        var entry = Assert.Single(await EntriesAsync());
        Assert.Equal(("api_key.use", "api_key", _keyId.ToString(), _keyId.ToString()), (Text(entry, "action"), Text(entry, "actor_type"), Text(entry, "user_id"), Text(entry, "resource_id")));
    }

    [Fact]
    public async Task Every_operation_that_changes_something_is_recorded_when_nobody_is_signed_in()
    {
        var routes = Proxying.RouteTable.All.Where(route => route.Method != "GET" && route.Access.Credential is Callers.Credential.AccessToken or Callers.Credential.ApiKey).ToList();
        foreach (var route in routes)
        {
            var path = System.Text.RegularExpressions.Regex.Replace(route.PublicPath, "{[^}]+}", _ => Guid.NewGuid().ToString());
            using var response = await _gateway.SendAsync(new HttpMethod(route.Method), path);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        var expected = routes.Select(route => $"{route.Method} {route.PublicPath}").Distinct().Order().ToList();
        await Wait.UntilAsync(async () => (await EntriesAsync()).Count >= expected.Count);
        Assert.Equal(expected, (await EntriesAsync()).Select(entry => $"{Text(entry.GetProperty("metadata"), "method")} {Text(entry.GetProperty("metadata"), "route")}").Order());
    }

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private async Task<List<JsonElement>> EntriesAsync() =>
        [.. JsonDocument.Parse((string)(await SqlAsync("select coalesce(json_agg(entry::json order by seq), '[]')::text from audit_outbox"))!).RootElement.EnumerateArray()];

    private async Task<object?> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database.SuperuserConnectionString + ";Search Path=gateway;Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
