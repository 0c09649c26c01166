using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.Gateway.Tests;

/// <summary><c>/api</c> reaches api-gateway.</summary>
public sealed class ApiTests
{
    [Theory]
    [InlineData("/api/v1/auth/me?x=1&y=%2F", "/api/v1/auth/me?x=1&y=%2F")]
    [InlineData("/api/v1/projects/a%20b", "/api/v1/projects/a%20b")]
    [InlineData("/api", "/api")]
    [InlineData("/api/health", "/health")]
    [InlineData("/api/health/", "/health")]
    public async Task Path_and_query_arrive(string path, string target)
    {
        await using var api = await TestBackend.StartAsync();
        await using var entryPoint = EntryPoint.Start(api: api);

        var response = await entryPoint.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(target, api.OnlyRequest().Target);
    }

    [Fact]
    public async Task Assistants_reach_it_by_a_short_path()
    {
        await using var api = await TestBackend.StartAsync();
        await using var entryPoint = EntryPoint.Start(api: api);

        await entryPoint.SendAsync(HttpMethod.Post, "/mcp", ("X-API-Key", "srec_k"));

        var received = api.OnlyRequest();
        Assert.Equal(("POST", "/api/v1/mcp", "srec_k"), (received.Method, received.Target, received.Headers["X-API-Key"]));
    }

    [Theory]
    [InlineData("/api/../health")]
    [InlineData("/api/%2e%2e/ws")]
    [InlineData("/API-docs")]
    [InlineData("/apix")]
    public async Task Other_paths_do_not(string path)
    {
        await using var api = await TestBackend.StartAsync();
        await using var websocket = await TestBackend.StartAsync();
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa, api, websocket);

        await RawHttp.GetAsync(entryPoint.Address, path);

        Assert.Empty(api.Received);
    }

    [Fact]
    public async Task Method_body_headers_and_answer_pass_unchanged()
    {
        await using var api = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 409;
            context.Response.Headers.Append("Set-Cookie", "access_token=a; path=/; httponly");
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"detail":"taken"}""");
        });
        await using var entryPoint = EntryPoint.Start(api: api);
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/register") { Content = new StringContent("""{"email":"ana@acme.io"}""") };
        request.Headers.Add("Cookie", "access_token=x; refresh_token=y");
        request.Headers.Add("Authorization", "Bearer z");
        request.Headers.Add("Origin", "http://localhost:30000");

        var response = await entryPoint.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var received = api.OnlyRequest();
        Assert.Equal(("POST", """{"email":"ana@acme.io"}"""), (received.Method, received.Body));
        Assert.Equal(("access_token=x; refresh_token=y", "Bearer z", "http://localhost:30000"), (received.Headers["Cookie"], received.Headers["Authorization"], received.Headers["Origin"]));
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("access_token=a; path=/; httponly", Assert.Single(response.Headers.GetValues("Set-Cookie")));
        Assert.Equal("""{"detail":"taken"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Clients_claims_about_itself_are_replaced_by_the_truth()
    {
        await using var api = await TestBackend.StartAsync();
        // Deployment tools set the framework's switch, which by itself trusts everybody.
        await using var entryPoint = EntryPoint.Start(api: api, settings: [("FORWARDEDHEADERS_ENABLED", "true")]);

        await entryPoint.GetAsync(
            "/api/v1/x",
            ("X-Forwarded-For", "203.0.113.7, 198.51.100.1"),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Prefix", "/evil"),
            ("X-Original-For", "203.0.113.7"),
            ("X-Real-IP", "203.0.113.7"),
            ("Forwarded", "for=203.0.113.7"),
            ("X-Internal-Token", "forged"));

        var headers = api.OnlyRequest().Headers;
        Assert.Equal(("127.0.0.1", "http", entryPoint.Address.Authority), (headers["X-Forwarded-For"], headers["X-Forwarded-Proto"], headers["X-Forwarded-Host"]));
        Assert.Equal(new Uri(api.Address).Authority, headers["Host"]);
        Assert.DoesNotContain(headers.Keys, name => name is "X-Forwarded-Prefix" or "X-Original-For" or "X-Real-IP" or "Forwarded" or "X-Internal-Token");
        Assert.DoesNotContain(headers.Values, value => value.Contains("203.0.113.7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Configured_proxy_in_front_is_believed()
    {
        await using var api = await TestBackend.StartAsync();
        await using var entryPoint = EntryPoint.Start(api: api, settings: [("ForwardedHeaders:KnownNetworks", "127.0.0.0/8, ::1/128")]);

        await entryPoint.GetAsync("/api/v1/x", ("X-Forwarded-For", "198.51.100.1, 203.0.113.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "sre.example"));

        var headers = api.OnlyRequest().Headers;
        // Only what the proxy itself added; the client may have sent the rest.
        Assert.Equal(("203.0.113.7", "https", "sre.example"), (headers["X-Forwarded-For"], headers["X-Forwarded-Proto"], headers["X-Forwarded-Host"]));
    }

    [Fact]
    public async Task Api_gateway_that_is_down_is_a_502_with_words()
    {
        await using var entryPoint = EntryPoint.Start();

        var response = await entryPoint.GetAsync("/api/v1/auth/me", ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("service_unavailable", body.GetProperty("error").GetString());
        Assert.Contains("api-gateway", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_not_public()
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa);

        var response = await entryPoint.GetAsync("/metrics");

        Assert.DoesNotContain("# TYPE", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
