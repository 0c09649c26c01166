using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using SreCopilot.PostgresFixture;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>Each kind of connection against a real server, or one that speaks enough of the protocol.</summary>
public sealed class ProbeTests(PostgresServer postgres)
{
    private static readonly TestUser Ana = TestUser.New();

    [Theory]
    [InlineData("notification_slack", """{"webhook_url":"URL/hook"}""", "POST /hook", 200, true)]
    [InlineData("notification_slack", """{"webhook_url":"URL/hook"}""", "POST /hook", 404, false)]
    [InlineData("notification_teams", """{"webhook_url":"URL/hook"}""", "POST /hook", 202, true)]
    [InlineData("notification_webhook", """{"url":"URL/hook"}""", "POST /hook", 204, true)]
    [InlineData("notification_pagerduty", """{"api_key":"k"}""", "GET /users/me", 200, true)]
    [InlineData("notification_pagerduty", """{"integration_key":"k"}""", "POST /v2/enqueue", 202, true)]
    [InlineData("notification_pagerduty", """{"integration_key":"k"}""", "POST /v2/enqueue", 400, false)]
    [InlineData("observability_prometheus", """{"base_url":"URL/"}""", "GET /-/healthy", 200, true)]
    [InlineData("observability_grafana", """{"url":"URL","api_key":"k"}""", "GET /api/health", 200, true)]
    [InlineData("observability_grafana", """{"url":"URL","api_key":"k"}""", "GET /api/health", 401, false)]
    [InlineData("observability_alertmanager", """{"url":"URL"}""", "GET /api/v2/status", 200, true)]
    [InlineData("ai_openai", """{"api_key":"k"}""", "GET /v1/models", 200, true)]
    [InlineData("ai_azure_openai", """{"endpoint":"URL","api_key":"k"}""", "GET /openai/deployments?api-version=2024-02-15-preview", 200, true)]
    public async Task Http(string category, string config, string expected, int status, bool success)
    {
        await using var server = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var (works, _) = await TryAsync(category, config.Replace("URL", server.Address, StringComparison.Ordinal), server.Address);

        Assert.Equal(success, works);
        var request = server.Received.First();
        Assert.Equal(expected, $"{request.Method} {request.Target}");
    }

    [Theory]
    [InlineData("notification_slack", "{}", "webhook_url")]
    [InlineData("notification_webhook", "{}", "url")]
    [InlineData("notification_pagerduty", "{}", "integration_key")]
    [InlineData("observability_grafana", """{"url":" "}""", "url")]
    [InlineData("ai_azure_openai", """{"endpoint":"https://x.example"}""", "api_key")]
    [InlineData("notification_email", """{"port":"x"}""", "port")]
    [InlineData("database", """{"port":0}""", "port")]
    [InlineData("redis", """{"db":"x"}""", "db")]
    public async Task What_is_missing_or_wrong_is_named(string category, string config, string named)
    {
        var (works, message) = await TryAsync(category, config);

        Assert.False(works);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("observability_prometheus", """{"url":"http://127.0.0.1:PORT"}""")]
    [InlineData("notification_webhook", """{"url":"http://localhost:PORT"}""")]
    [InlineData("database", """{"host":"127.0.0.1","port":PORT}""")]
    [InlineData("redis", """{"host":"127.0.0.1","port":PORT}""")]
    [InlineData("notification_email", """{"host":"127.0.0.1","port":PORT}""")]
    public async Task Addresses_inside_are_not_called_and_read_alike_open_or_closed(string category, string config)
    {
        await using var server = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start([("OutboundHttp:AllowedNetworks", "")]);
        string With(int port) => $$"""{"category":"{{category}}","config":{{config.Replace("PORT", $"{port}", StringComparison.Ordinal)}} }""";

        var open = await gateway.SendJsonAsync(HttpMethod.Post, "/api/v1/settings/connections/test", With(new Uri(server.Address).Port), Ana.Bearer);
        var closed = await gateway.SendJsonAsync(HttpMethod.Post, "/api/v1/settings/connections/test", With(1), Ana.Bearer);

        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        var text = await open.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("private network", text, StringComparison.Ordinal);
        Assert.Equal(text, await closed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task Postgres()
    {
        var address = new NpgsqlConnectionStringBuilder((await postgres.CreateDatabaseAsync()).ConnectionString);
        string Config(string password, string database) => $$"""{"host":"localhost","port":{{address.Port}},"user":"{{address.Username}}","password":"{{password}}","dbname":"{{database}}"}""";

        Assert.True((await TryAsync("database", Config(address.Password!, address.Database!))).Success);
        Assert.Contains("refused", (await TryAsync("database", Config("wrong", address.Database!))).Message, StringComparison.Ordinal);
        Assert.Contains("no database", (await TryAsync("database", Config(address.Password!, "nothing"))).Message, StringComparison.Ordinal);
        Assert.False((await TryAsync("database", """{"host":"127.0.0.1","port":1}""")).Success);
    }

    [Fact]
    public async Task Redis()
    {
        var port = RedisServer.Shared.Port;

        Assert.True((await TryAsync("redis", $$"""{"host":"127.0.0.1","port":"{{port}}"}""")).Success);
        Assert.False((await TryAsync("redis", $$"""{"host":"127.0.0.1","port":{{port}},"password":"wrong"}""")).Success);
        Assert.False((await TryAsync("redis", """{"host":"127.0.0.1","port":1}""")).Success);
        await using var http = await TestBackend.StartAsync();
        Assert.False((await TryAsync("redis", $$"""{"host":"127.0.0.1","port":{{new Uri(http.Address).Port}}}""")).Success);
    }

    [Fact]
    public async Task Mail_server_without_TLS_never_sees_the_password()
    {
        var heard = new StringBuilder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = ServeMailAsync(listener, heard, connections: 2);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var open = await TryAsync("notification_email", $$"""{"smtp_host":"127.0.0.1","smtp_port":{{port}}}""");
        var login = await TryAsync("notification_email", $$"""{"host":"127.0.0.1","port":{{port}},"username":"u","password":"p"}""");

        await server;
        Assert.True(open.Success);
        Assert.False(login.Success);
        Assert.Contains("TLS", login.Message, StringComparison.Ordinal);
        Assert.Contains("EHLO", heard.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AUTH", heard.ToString(), StringComparison.Ordinal);
    }

    private static async Task ServeMailAsync(TcpListener listener, StringBuilder heard, int connections)
    {
        for (var i = 0; i < connections; i++)
        {
            using var client = await listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { AutoFlush = true, NewLine = "\r\n" };
            await writer.WriteLineAsync("220 mail ready");
            while (await reader.ReadLineAsync() is { } line && line != "QUIT")
            {
                heard.AppendLine(line);
                await writer.WriteAsync("250-mail\r\n250 SIZE 1000\r\n");
            }
        }
    }

    private static async Task<(bool Success, string Message)> TryAsync(string category, string config, string provider = "http://127.0.0.1:1")
    {
        await using var gateway = Gateway.Start([("ConnectionTests:PagerDutyApi", provider), ("ConnectionTests:PagerDutyEvents", provider), ("ConnectionTests:OpenAiApi", provider)]);
        var response = await gateway.SendJsonAsync(HttpMethod.Post, "/api/v1/settings/connections/test", $$"""{"category":"{{category}}","config":{{config}} }""", Ana.Bearer);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var result = await Detail.ReadAsync(response);
        return (result.GetProperty("success").GetBoolean(), result.GetProperty("message").GetString()!);
    }
}
