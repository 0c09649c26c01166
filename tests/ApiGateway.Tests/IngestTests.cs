using System.Net;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>Telemetry with an API key: whose key it is, how long that is believed, and browsers on customers' sites.</summary>
public sealed class IngestTests
{
    private const string Path = "/api/v1/ingest/browser";
    private readonly Guid _keyId = Guid.NewGuid();
    private readonly string _key = "srec_" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
    private volatile string _revocations = "";
    private volatile int _status = 200;
    private volatile string _scope = "ingest:browser";
    private DateTimeOffset? _expires;
    private int _questions;

    [Fact]
    public async Task Body_arrives_byte_by_byte()
    {
        await using var auth = await StartAuthAsync();
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);

        const string Odd = "{ \"project_id\" : \"x\",\n \"metrics\":[1.0e3, \"\\u00e4\"] ";
        var response = await gateway.SendJsonAsync(HttpMethod.Post, Path, Odd, ("X-API-Key", _key));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Odd, metrics.OnlyRequest().Body);
    }

    [Fact]
    public async Task Many_requests_with_one_key_are_one_question()
    {
        await using var auth = await StartAuthAsync();
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SendAsync(gateway)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        Assert.Equal(1, _questions);
    }

    [Fact]
    public async Task Revoked_key_stops_working_although_it_is_remembered()
    {
        await using var auth = await StartAuthAsync();
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(gateway));

        _status = 401;
        Assert.Equal(HttpStatusCode.OK, await SendAsync(gateway));
        _revocations = $$"""{"subject":"api_key","api_key_id":"{{_keyId}}"}""";

        await Wait.UntilAsync(async () => await SendAsync(gateway) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Changed_scopes_are_asked_for_again()
    {
        await using var auth = await StartAuthAsync();
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(gateway));

        _scope = "ingest:logs";
        _revocations = $$"""{"subject":"api_key","api_key_id":"{{_keyId}}"}""";
        await Wait.UntilAsync(async () => await SendAsync(gateway) == HttpStatusCode.Forbidden);

        _scope = "ingest:browser";
        await Wait.UntilAsync(async () => await SendAsync(gateway) == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Expired_key_is_not_remembered()
    {
        _expires = DateTimeOffset.UtcNow.AddSeconds(-1);
        await using var auth = await StartAuthAsync();
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);

        await SendAsync(gateway);
        await SendAsync(gateway);

        Assert.Equal(2, _questions);
    }

    [Fact]
    public async Task Unknown_key_is_asked_once_and_guesses_of_another_form_never()
    {
        _status = 401;
        await using var auth = await StartAuthAsync();
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(gateway));
            Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.SendAsync(HttpMethod.Post, Path, ("X-API-Key", $"srec_{i}"))).StatusCode);
        }

        Assert.Equal(1, _questions);
        Assert.Empty(metrics.Received);
    }

    [Fact]
    public async Task Outage_of_auth_service_is_503_and_not_401()
    {
        _status = 500;
        await using var auth = await StartAuthAsync();
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);

        var response = await gateway.SendAsync(HttpMethod.Post, Path, ("X-API-Key", _key));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("send the same data again", await Detail.OfAsync(response), StringComparison.Ordinal);
        _status = 200;
        Assert.Equal(HttpStatusCode.OK, await SendAsync(gateway));
    }

    [Theory]
    [InlineData("https://shop.example", Path, "*")]
    [InlineData("https://shop.example", "/api/v1/ingest/metrics", null)]
    [InlineData("https://shop.example", "/api/v1/auth/me", null)]
    [InlineData("https://ops.example", "/api/v1/auth/me", "https://ops.example")]
    [InlineData("https://ops.example.evil", "/api/v1/auth/me", null)]
    public async Task Preflights_know_who_may_call_from_a_browser(string origin, string path, string? allowed)
    {
        await using var gateway = Gateway.Start([("Cors:AllowedOrigins", "https://ops.example")]);

        var response = await gateway.SendAsync(
            HttpMethod.Options, path, ("Origin", origin), ("Access-Control-Request-Method", path.Contains("ingest", StringComparison.Ordinal) ? "POST" : "GET"), ("Access-Control-Request-Headers", "x-api-key,content-type"));

        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
        Assert.Equal(allowed is not null and not "*", response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.False(response.Headers.Contains("X-RateLimit-Limit") && allowed is not null);
    }

    [Theory]
    [InlineData("ingest:browser", HttpStatusCode.OK)]
    [InlineData("ingest:logs", HttpStatusCode.Forbidden)]
    public async Task Pages_of_customers_can_read_the_answer(string scope, HttpStatusCode status)
    {
        _scope = scope;
        await using var auth = await StartAuthAsync();
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);

        var response = await gateway.SendAsync(HttpMethod.Post, Path, ("X-API-Key", _key), ("Origin", "https://shop.example"));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Trusted_site_may_use_the_cookie()
    {
        await using var auth = await StartAuthAsync();
        await using var gateway = Gateway.Start([("AUTH_SERVICE_URL", auth.Address), ("FRONTEND_URL", "https://ops.example/")]);
        var cookie = ("Cookie", $"access_token={Gateway.AccessToken(TestUser.New())}");

        var trusted = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", cookie, ("Origin", "https://ops.example"), ("Sec-Fetch-Site", "same-site"));
        var other = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", cookie, ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-site"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (trusted.StatusCode, other.StatusCode));
        Assert.Contains("X-RateLimit-Limit", trusted.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    private static Gateway Start(TestBackend auth, TestBackend metrics) =>
        Gateway.Start([("AUTH_SERVICE_URL", auth.Address), ("METRICS_COLLECTOR_URL", metrics.Address)]);

    private async Task<HttpStatusCode> SendAsync(Gateway gateway) => (await gateway.SendAsync(HttpMethod.Post, Path, ("X-API-Key", _key))).StatusCode;

    private async Task<TestBackend> StartAuthAsync()
    {
        var auth = await TestBackend.StartAsync();
        auth.Internal = async context =>
        {
            if (context.Request.Path == "/internal/revocations")
            {
                await context.Response.WriteAsync($$"""{"cursor":"1","revocations":[{{_revocations}}]}""");
                return;
            }

            Interlocked.Increment(ref _questions);
            context.Response.StatusCode = _status;
            await context.Response.WriteAsync(
                $$"""{"api_key_id":"{{_keyId}}","tenant_id":"{{Guid.NewGuid()}}","project_id":"{{Guid.NewGuid()}}","scopes":["{{_scope}}"],"expires_at":{{(_expires is { } at ? $"\"{at:O}\"" : "null")}}}""");
        };
        return auth;
    }
}
