using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Identity;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>The official MCP client investigates an incident.</summary>
public sealed class McpTests(AiServer server) : IClassFixture<AiServer>
{
    [Fact]
    public async Task An_assistant_finds_incident_hypotheses_evidence_and_telemetry()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, server.Time.GetUtcNow().AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, server.Time.GetUtcNow());
        server.Platform.Answer(project, "/incidents", new { items = new[] { new { id = incident, title = "Checkout fails", service_name = "checkout", state = "detected", severity = "high", detected_at = server.Time.GetUtcNow() } }, total = 1 });
        server.Platform.Answer(project, "/logs/search", new { items = new[] { new { service_name = "checkout", message = "boom", timestamp = server.Time.GetUtcNow() } } });
        server.Platform.Answer(project, "/metrics/query", new { metric = "m", series = Array.Empty<object>() });
        server.Platform.Answer(project, "/traces/abc", new { trace_id = "abc", spans = Array.Empty<object>() });
        await AiServer.GenerateAsync(project, incident);
        await using var client = await ConnectAsync(project.KeyWith(ApiKeyScopes.Mcp));

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["get_evidence", "get_hypotheses", "get_incident", "list_incidents", "query_logs", "query_metrics", "query_traces"], tools.Select(tool => tool.Name).Order());
        Assert.Contains(incident.ToString(), await CallAsync(client, "list_incidents", []), StringComparison.Ordinal);
        Assert.Contains("Checkout fails", await CallAsync(client, "get_incident", new() { ["incidentId"] = incident }), StringComparison.Ordinal);
        Assert.Contains("bad_deployment", await CallAsync(client, "get_hypotheses", new() { ["incidentId"] = incident }), StringComparison.Ordinal);
        Assert.Contains("error:f1", await CallAsync(client, "get_evidence", new() { ["incidentId"] = incident }), StringComparison.Ordinal);
        Assert.Contains("boom", await CallAsync(client, "query_logs", new() { ["query"] = "level:error" }), StringComparison.Ordinal);
        Assert.Contains("\"metric\"", await CallAsync(client, "query_metrics", new() { ["metric"] = "m" }), StringComparison.Ordinal);
        Assert.Contains("abc", await CallAsync(client, "query_traces", new() { ["traceId"] = "abc" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assistant_of_another_project_finds_nothing()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, server.Time.GetUtcNow().AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, server.Time.GetUtcNow());
        await AiServer.GenerateAsync(project, incident);
        var neighbour = project.Neighbour();
        await using var client = await ConnectAsync(neighbour.KeyWith(ApiKeyScopes.Mcp));

        foreach (var tool in new[] { "get_incident", "get_hypotheses", "get_evidence" })
        {
            var answer = await CallAsync(client, tool, new() { ["incidentId"] = incident });
            Assert.DoesNotContain("checkout", answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Only_keys_with_the_scope_get_in()
    {
        var project = server.NewProject();
        var callers = new Dictionary<Caller, int>
        {
            [project.KeyWith(ApiKeyScopes.Mcp)] = 200,
            [project.KeyWith([.. ApiKeyScopes.Ingest])] = 403,
            [project.CallerOf("owner")] = 403,
            [project.ServiceCaller] = 403,
        };
        foreach (var (caller, status) in callers)
        {
            using var answer = await PostAsync(caller, """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""");
            Assert.True(status == (int)answer.StatusCode, $"{caller.Kind}: {answer.StatusCode}");
        }

        using var anonymous = await server.Http.PostAsync(new Uri("/mcp", UriKind.Relative), new StringContent("{}"), TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)anonymous.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nothing"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_incident","arguments":{"incidentId":"x"}}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"query_logs","arguments":{"limit":"many","query":{"a":1}}}}""")]
    public async Task Nonsense_is_no_error_of_the_server(string body)
    {
        using var answer = await PostAsync(server.NewProject().KeyWith(ApiKeyScopes.Mcp), body);

        Assert.InRange((int)answer.StatusCode, 200, 499);
        Assert.DoesNotContain("   at ", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PostAsync(Caller caller, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add(InternalTokens.HeaderName, server.Services.GetRequiredService<InternalTokens>().Issue(caller));
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    // As api-gateway would pass it on.
    private async Task<McpClient> ConnectAsync(Caller caller) => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(server.Http.BaseAddress!, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { [InternalTokens.HeaderName] = server.Services.GetRequiredService<InternalTokens>().Issue(caller) },
        }),
        cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<string> CallAsync(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEqual(true, result.IsError);
        return Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
    }
}
