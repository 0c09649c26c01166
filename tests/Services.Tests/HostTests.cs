using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SreCopilot.Services.Tests;

/// <summary>What all services do the same way, proven on each of their programs.</summary>
public sealed class HostTests(RunningServices services) : IClassFixture<RunningServices>
{
    private const string ApiGateway = "api-gateway";

    public static TheoryData<string> All => ServicePrograms.All;

    public static TheoryData<string> Backends { get; } = [.. ServicePrograms.All.Select(row => row.Data).Where(name => name != ApiGateway)];

    [Fact]
    public void There_are_fourteen() => Assert.Equal(14, All.Count);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_its_dependencies_it_is_alive_but_not_ready(string service)
    {
        var client = await services.ConnectAsync(service);

        var alive = await client.GetAsync(new Uri("/alive", UriKind.Relative), TestContext.Current.CancellationToken);
        var health = await client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        // The gateway too: until auth-service has told it what was revoked, it would let revoked tokens in.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        var body = await health.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(service, body.GetProperty("service").GetString());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_offers_metrics_and_describes_its_endpoints(string service)
    {
        var client = await services.ConnectAsync(service);

        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", TestContext.Current.CancellationToken);

        Assert.Contains("# TYPE", metrics, StringComparison.Ordinal);
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(service, document.GetProperty("info").GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.All(document.GetProperty("paths").EnumerateObject(), path =>
            Assert.All(path.Value.EnumerateObject(), operation => Assert.NotEmpty(operation.Value.GetProperty("responses").EnumerateObject())));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task Nothing_but_the_probes_answers_without_an_internal_token(string service)
    {
        var client = await services.ConnectAsync(service);
        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", TestContext.Current.CancellationToken);
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Method: operation.Name, Path: path.Name)))
            // The WebSocket is for browsers: the ticket in its first frame says who it is.
            .Where(operation => operation.Path != "/ws")
            .Append((Method: "get", Path: "/not-an-endpoint"));

        foreach (var (method, path) in operations)
        {
            var concrete = path.Replace('{', 'x').Replace('}', 'x');
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), concrete);
            var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {response.StatusCode}");
            var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.Equal(JsonValueKind.String, body.GetProperty("detail").ValueKind);
        }
    }
}
