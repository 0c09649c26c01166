using System.Net;
using System.Text.Json;
using Npgsql;
using SreCopilot.PostgresFixture;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>The settings API: stored per project and encrypted, masked when read, merged when saved.</summary>
public sealed class ConnectionTests(ConnectionTests.Server server) : IClassFixture<ConnectionTests.Server>
{
    private const string Path = "/api/v1/settings/connections";
    private readonly TestUser _ana = TestUser.New();

    [Fact]
    public async Task Saved_connection_is_listed_with_its_secrets_masked()
    {
        var saved = await SaveAsync("""{"category":"notification_slack","name":"  Slack ","config":{"webhook_url":"https://hooks.example/T/B/x","channel":"#ops","nested":{"token":"t"},"password":""} }""");

        Assert.Equal(("notification_slack", "Slack", true, ""), (Text(saved, "category"), Text(saved, "name"), saved.GetProperty("is_active").GetBoolean(), Text(saved, "last_test_status")));
        Assert.Equal("""{"webhook_url":"***","channel":"#ops","nested":{"token":"***"}}""", Compact(saved.GetProperty("config_display")));
        Assert.Equal(Compact(saved.GetProperty("config_display")), Compact(saved.GetProperty("config")));

        var listed = Assert.Single((await ListAsync()).EnumerateArray());
        Assert.Equal(Text(saved, "id"), Text(listed, "id"));
        Assert.EndsWith("Z", Text(listed, "created_at"), StringComparison.Ordinal);
        Assert.DoesNotContain("hooks.example", listed.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("hooks.example", await server.StoredAsync(Text(saved, "id")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"host":"a","user":"b"}""", """{"host":"a","user":"b","password":"***"}""")]
    [InlineData("""{"host":"a","password":"***"}""", """{"host":"a","password":"***"}""")]
    [InlineData("""{"host":"a","password":""}""", """{"host":"a","password":"***"}""")]
    [InlineData("""{"host":"b","password":null}""", """{"host":"b"}""")]
    [InlineData("""{"password":"new"}""", """{"password":"***"}""")]
    public async Task Secrets_left_out_keep_their_value(string config, string shown)
    {
        var first = await SaveAsync("""{"category":"database","name":"DB","config":{"host":"a","password":"p"} }""");

        var byId = await SaveAsync($$"""{"id":"{{Text(first, "id")}}","category":"database","name":"DB 2","config":{{config}} }""");
        var byCategory = await SaveAsync($$"""{"category":"database","name":"DB 3","config":{{config}} }""");

        Assert.Equal(shown, Compact(byId.GetProperty("config_display")));
        Assert.Equal((Text(first, "id"), "DB 3"), (Text(byCategory, "id"), Text(byCategory, "name")));
        Assert.Single((await ListAsync()).EnumerateArray());
    }

    [Fact]
    public async Task Lists_filter_by_category_or_prefix_in_order()
    {
        foreach (var category in new[] { "redis", "notification_teams", "notification_email", "database" })
        {
            await SaveAsync($$"""{"category":"{{category}}","name":"x","config":{} }""");
        }

        Assert.Equal(["database", "notification_email", "notification_teams", "redis"], Categories(await ListAsync()));
        Assert.Equal(["notification_email", "notification_teams"], Categories(await ListAsync("?category_prefix=notification_")));
        Assert.Equal(["redis"], Categories(await ListAsync("?category=redis&category_prefix=notification_")));
        Assert.Empty(Categories(await ListAsync("?category=nothing")));
        Assert.Equal(4, Categories(await ListAsync($"?project_id={Guid.NewGuid()}")).Length);
    }

    [Fact]
    public async Task Other_projects_see_and_change_nothing()
    {
        var id = Text(await SaveAsync("""{"category":"redis","name":"x","config":{"password":"p"} }"""), "id");
        var neighbour = _ana with { Id = Guid.NewGuid(), ProjectId = Guid.NewGuid() };
        var stranger = TestUser.New();

        foreach (var other in new[] { neighbour, stranger })
        {
            Assert.Equal("[]", Compact(await ReadAsync(await server.Gateway.SendAsync(HttpMethod.Get, Path, other.Bearer))));
            Assert.Equal(404, (int)(await server.Gateway.SendAsync(HttpMethod.Delete, $"{Path}/{id}", other.Bearer)).StatusCode);
            Assert.Equal(404, (int)(await server.Gateway.SendJsonAsync(HttpMethod.Put, Path, $$"""{"id":"{{id}}","category":"redis","name":"y","config":{} }""", other.Bearer)).StatusCode);
            Assert.Equal(404, (int)(await server.Gateway.SendJsonAsync(HttpMethod.Post, Path + "/test", $$"""{"connection_id":"{{id}}"}""", other.Bearer)).StatusCode);
        }

        Assert.Equal("x", Text(Assert.Single((await ListAsync()).EnumerateArray()), "name"));
    }

    [Fact]
    public async Task Only_admins_change_and_test()
    {
        foreach (var role in new[] { "viewer", "engineer" })
        {
            var user = TestUser.New(role);
            Assert.Equal(200, (int)(await server.Gateway.SendAsync(HttpMethod.Get, Path, user.Bearer)).StatusCode);
            Assert.Equal(403, (int)(await server.Gateway.SendJsonAsync(HttpMethod.Put, Path, "{}", user.Bearer)).StatusCode);
            Assert.Equal(403, (int)(await server.Gateway.SendAsync(HttpMethod.Delete, $"{Path}/{Guid.NewGuid()}", user.Bearer)).StatusCode);
            Assert.Equal(403, (int)(await server.Gateway.SendJsonAsync(HttpMethod.Post, Path + "/test", "{}", user.Bearer)).StatusCode);
        }

        Assert.Equal(200, (int)(await server.Gateway.SendJsonAsync(HttpMethod.Put, Path, """{"category":"redis","name":"x"}""", TestUser.New("admin").Bearer)).StatusCode);
    }

    [Theory]
    [InlineData("PUT", "", """{"category":"nothing","name":"x"}""", 400, "INVALID_FIELD_VALUE")]
    [InlineData("PUT", "", """{"name":"x"}""", 400, "INVALID_FIELD_VALUE")]
    [InlineData("PUT", "", """{"category":"redis","name":"  "}""", 400, "INVALID_FIELD_VALUE")]
    [InlineData("PUT", "", """{"category":"redis","name":"a\u0000"}""", 400, "INVALID_FIELD_VALUE")]
    [InlineData("PUT", "", """{"category":"redis","name":"x","config":[]}""", 400, "INVALID_FIELD_VALUE")]
    [InlineData("PUT", "", """{"category":"redis","name":"x","config":{"a":1,"a":2}}""", 400, "INVALID_FIELD_VALUE")]
    [InlineData("PUT", "", """{"id":"x","category":"redis","name":"x"}""", 400, "INVALID_UUID")]
    [InlineData("PUT", "", """{"id":"11111111-1111-1111-1111-111111111111","category":"redis","name":"x"}""", 404, null)]
    [InlineData("PUT", "", """{""", 400, null)]
    [InlineData("DELETE", "/x", null, 400, "INVALID_UUID")]
    [InlineData("DELETE", "/11111111-1111-1111-1111-111111111111", null, 404, null)]
    [InlineData("POST", "/test", """{"category":"nothing"}""", 400, "INVALID_FIELD_VALUE")]
    [InlineData("POST", "/test", """{"connection_id":"x"}""", 400, "INVALID_UUID")]
    [InlineData("POST", "/test", """{"connection_id":"11111111-1111-1111-1111-111111111111"}""", 404, null)]
    public async Task Mistakes_are_named(string method, string suffix, string? body, int status, string? code)
    {
        var response = await server.Gateway.SendJsonAsync(new HttpMethod(method), Path + suffix, body, _ana.Bearer);

        Assert.Equal(status, (int)response.StatusCode);
        var error = await ReadAsync(response);
        Assert.NotEmpty(Text(error, "detail"));
        Assert.Equal(code, error.TryGetProperty("error_code", out var found) ? found.GetString() : null);
    }

    [Fact]
    public async Task Category_that_is_taken_is_a_conflict_and_a_changed_category_keeps_no_secret()
    {
        var redis = Text(await SaveAsync("""{"category":"redis","name":"x","config":{"password":"p"} }"""), "id");
        await SaveAsync("""{"category":"database","name":"x","config":{} }""");

        var taken = await server.Gateway.SendJsonAsync(HttpMethod.Put, Path, $$"""{"id":"{{redis}}","category":"database","name":"x","config":{} }""", _ana.Bearer);
        var moved = await SaveAsync($$"""{"id":"{{redis}}","category":"ai_openai","name":"x","config":{} }""");

        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Equal("{}", Compact(moved.GetProperty("config_display")));
    }

    [Theory]
    [InlineData("""{"host":"b"}""")]
    [InlineData("""{"host":"b","password":"***"}""")]
    [InlineData("""{"host":"a","port":6380,"password":""}""")]
    [InlineData("""{"url":"redis://b"}""")]
    public async Task Secret_does_not_go_to_another_address(string config)
    {
        var id = Text(await SaveAsync("""{"category":"redis","name":"x","config":{"host":"a","password":"p"} }"""), "id");
        var before = await server.StoredAsync(id);

        var saved = await server.Gateway.SendJsonAsync(HttpMethod.Put, Path, $$"""{"id":"{{id}}","category":"redis","name":"x","config":{{config}} }""", _ana.Bearer);
        var tested = await server.Gateway.SendJsonAsync(HttpMethod.Post, Path + "/test", $$"""{"connection_id":"{{id}}","config":{{config}} }""", _ana.Bearer);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, saved.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tested.StatusCode);
        Assert.Contains("Enter the secrets again", Text(await ReadAsync(tested), "detail"), StringComparison.Ordinal);
        Assert.Equal(before, await server.StoredAsync(id));
    }

    [Fact]
    public async Task Saves_at_the_same_time_make_one_connection()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SaveAsync($$"""{"category":"redis","name":"{{i}}","config":{} }""")));

        Assert.Single((await ListAsync()).EnumerateArray());
    }

    [Fact]
    public async Task Deleted_connection_is_gone()
    {
        var id = Text(await SaveAsync("""{"category":"redis","name":"x","config":{} }"""), "id");

        var deleted = await server.Gateway.SendAsync(HttpMethod.Delete, $"{Path}/{id}", _ana.Bearer);

        Assert.Equal("""{"ok":true}""", Compact(await ReadAsync(deleted)));
        Assert.Empty((await ListAsync()).EnumerateArray());
    }

    [Fact]
    public async Task Test_of_a_stored_connection_uses_its_secrets_and_is_remembered()
    {
        await using var grafana = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer right" ? 200 : 401;
            return Task.CompletedTask;
        });
        var id = Text(await SaveAsync($$"""{"category":"observability_grafana","name":"x","config":{"url":"http://127.0.0.1:1","api_key":"right"} }"""), "id");

        var stored = await TestAsync($$"""{"connection_id":"{{id}}"}""");
        Assert.False(stored.GetProperty("success").GetBoolean());
        Assert.Equal("failed", Text(Assert.Single((await ListAsync()).EnumerateArray()), "last_test_status"));

        // What the form shows now, with the secret that it does not show.
        await SaveAsync($$"""{"id":"{{id}}","category":"observability_grafana","name":"x","config":{"url":"{{grafana.Address}}","api_key":"right"} }""");
        var edited = await TestAsync($$"""{"connection_id":"{{id}}","config":{"url":"{{grafana.Address}}","api_key":"***"} }""");
        Assert.True(edited.GetProperty("success").GetBoolean());
        var row = Assert.Single((await ListAsync()).EnumerateArray());
        Assert.Equal("success", Text(row, "last_test_status"));
        Assert.NotEqual(JsonValueKind.Null, row.GetProperty("last_tested_at").ValueKind);
    }

    [Fact]
    public async Task Categories_are_those_of_the_contract()
    {
        var categories = (await ReadAsync(await server.Gateway.SendAsync(HttpMethod.Get, Path + "/categories", _ana.Bearer))).GetProperty("categories");

        Assert.Equal(12, categories.GetArrayLength());
        Assert.Contains(categories.EnumerateArray(), category => (Text(category, "id"), Text(category, "label")) == ("ai_azure_openai", "Ai Azure Openai"));
    }

    private async Task<JsonElement> SaveAsync(string body)
    {
        var response = await server.Gateway.SendJsonAsync(HttpMethod.Put, Path, body, _ana.Bearer);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    private async Task<JsonElement> ListAsync(string query = "") => await ReadAsync(await server.Gateway.SendAsync(HttpMethod.Get, Path + query, _ana.Bearer));

    private async Task<JsonElement> TestAsync(string body)
    {
        var response = await server.Gateway.SendJsonAsync(HttpMethod.Post, Path + "/test", body, _ana.Bearer);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    private static string[] Categories(JsonElement list) => [.. list.EnumerateArray().Select(row => Text(row, "category"))];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element).Replace("\\u0022", "\"", StringComparison.Ordinal);

    private static Task<JsonElement> ReadAsync(HttpResponseMessage response) => Detail.ReadAsync(response);

    /// <summary>One gateway with a database for all tests of the class; each test is a project of its own.</summary>
    public sealed class Server(PostgresServer postgres) : IAsyncLifetime
    {
        private TestDatabase _database = null!;

        internal Gateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _database = await postgres.CreateDatabaseAsync();
            Gateway = Gateway.Start([("ConnectionStrings:srecopilot", _database.ConnectionString)]);
            await Wait.UntilAsync(async () => (await Gateway.SendAsync(HttpMethod.Get, Path, TestUser.New().Bearer)).IsSuccessStatusCode);
        }

        internal async Task<string> StoredAsync(string id)
        {
            await using var source = NpgsqlDataSource.Create(_database.SuperuserConnectionString + ";Search Path=gateway;Pooling=false");
            await using var command = source.CreateCommand($"select row_to_json(c)::text from connection_configs c where id = '{Guid.Parse(id)}'");
            return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
