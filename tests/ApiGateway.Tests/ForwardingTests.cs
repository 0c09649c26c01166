using System.Net;
using Microsoft.AspNetCore.Http;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>What passes between client and backend, and what is answered when the backend does not.</summary>
public sealed class ForwardingTests
{
    private static readonly string Token = Gateway.AccessToken(TestUser.New());

    [Theory]
    [InlineData("POST", "/api/v1/auth/register", "/register")]
    [InlineData("POST", "/api/v1/auth/login", "/login")]
    [InlineData("POST", "/api/v1/auth/logout", "/logout")]
    [InlineData("GET", "/api/v1/auth/me", "/me")]
    public async Task Request_reaches_its_backend_path(string method, string path, string backendPath)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(new HttpMethod(method), path + "?a=1&b=%2F..%2Fme", ("Authorization", $"Bearer {Token}"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var request = auth.OnlyRequest();
        Assert.Equal((method, backendPath + "?a=1&b=%2F..%2Fme"), (request.Method, request.Target));
        Assert.Equal(method == "POST" ? "{}" : "", request.Body);
    }

    [Fact]
    public async Task Live_tail_of_logs_is_a_WebSocket_through_the_gateway()
    {
        await using var logs = await TestBackend.StartAsync(async context =>
        {
            using var accepted = await context.WebSockets.AcceptWebSocketAsync();
            await accepted.SendAsync("a line"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Text, true, context.RequestAborted);
            await accepted.CloseAsync((System.Net.WebSockets.WebSocketCloseStatus)4003, "too_slow", context.RequestAborted);
        });
        await using var gateway = Gateway.Start([("LOG_SERVICE_URL", logs.Address)]);
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {Token}");
        socket.Options.SetRequestHeader("Origin", "https://elsewhere.example");
        var buffer = new byte[100];

        await socket.ConnectAsync(
            new UriBuilder(gateway.ClientOptions.BaseAddress) { Scheme = "ws", Path = "/api/v1/logs/tail", Query = "?query=-noise" }.Uri, TestContext.Current.CancellationToken);
        var line = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        var end = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);

        Assert.Equal("a line", System.Text.Encoding.UTF8.GetString(buffer, 0, line.Count));
        Assert.Equal((4003, "too_slow"), ((int)end.CloseStatus!, end.CloseStatusDescription));
        Assert.EndsWith("&query=-noise", logs.OnlyRequest().Target, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", logs.OnlyRequest().Headers.Keys);
    }

    [Fact]
    public async Task Clients_credentials_and_claims_stay_in_the_gateway()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        await gateway.SendAsync(
            HttpMethod.Get,
            "/api/v1/auth/me",
            ("Authorization", $"Bearer {Token}"),
            ("Cookie", "access_token=x; refresh_token=y; other=z"),
            ("X-Internal-Token", "forged"),
            ("X-Internal-Service-Key", "forged"),
            ("X-API-Key", "srec_x"),
            ("X-Forwarded-For", "203.0.113.7"),
            ("X-Forwarded-Host", "evil.example"),
            ("Forwarded", "for=203.0.113.7"),
            ("X-Anything", "x"),
            ("User-Agent", "test/1.0"));

        var headers = auth.OnlyRequest().Headers;
        Assert.Equal("test/1.0", headers["User-Agent"]);
        Assert.Equal(new Uri(auth.Address).Authority, headers["Host"]);
        Assert.NotEqual("forged", headers[InternalTokens.HeaderName]);
        Assert.DoesNotContain(headers.Keys, name => name
            is "Authorization" or "Cookie" or "X-API-Key" or "X-Internal-Service-Key" or "Forwarded" or "X-Anything"
            or "X-Forwarded-For"
            || name.StartsWith("X-Original", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(null, "https", "sre.example:8443")]
    [InlineData("10.0.0.0/8", "http", null)]
    public async Task Backend_learns_scheme_and_host_as_the_entry_point_saw_them(string? trusted, string scheme, string? host)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start([("AUTH_SERVICE_URL", auth.Address), .. trusted is null ? [] : new[] { ("ForwardedHeaders:KnownNetworks", trusted) }]);

        await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/login", ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "sre.example:8443"));

        var headers = auth.OnlyRequest().Headers;
        Assert.Equal((scheme, host ?? gateway.Client.BaseAddress!.Authority), (headers["X-Forwarded-Proto"], headers["X-Forwarded-Host"]));
    }

    [Theory]
    [InlineData("/api/v1/auth/refresh")]
    [InlineData("/api/v1/auth/logout")]
    public async Task Only_the_refresh_cookie_passes_where_the_route_says_so(string path)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        await gateway.SendAsync(HttpMethod.Post, path, ("Cookie", $"access_token={Token}; refresh_token=r.e.f; other=z"), ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal("refresh_token=r.e.f", auth.OnlyRequest().Headers["Cookie"]);
    }

    [Theory]
    [InlineData("POST", "/api/v1/auth/login", true)]
    [InlineData("GET", "/api/v1/auth/me", false)]
    public async Task Set_Cookie_passes_where_the_route_says_so(string method, string path, bool passes)
    {
        await using var auth = await TestBackend.StartAsync(context =>
        {
            context.Response.Headers.Append("Set-Cookie", "access_token=a; path=/; httponly");
            context.Response.Headers.Append("Set-Cookie", "refresh_token=b; path=/api/v1/auth/refresh; httponly");
            return context.Response.WriteAsync("{}");
        });
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(new HttpMethod(method), path, ("Authorization", $"Bearer {Token}"));

        string[] cookies = response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [];
        Assert.Equal(passes ? 2 : 0, cookies.Length);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Backends_status_and_body_are_relayed(int status)
    {
        await using var auth = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            context.Response.Headers.RetryAfter = "7";
            return context.Response.WriteAsync("""{"detail":"the backend's own words"}""");
        });
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/login");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("the backend's own words", await Detail.OfAsync(response));
        Assert.Equal("7", response.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task Backend_that_is_down_is_502()
    {
        await using var gateway = Gateway.Start([]);

        var response = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/login");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var body = await Detail.ReadAsync(response);
        Assert.Equal("service_unavailable", body.GetProperty("error").GetString());
        Assert.Contains("Try again", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backend_that_does_not_answer_is_504()
    {
        await using var auth = await TestBackend.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = Gateway.Start([("AUTH_SERVICE_URL", auth.Address), ("SERVICE_TIMEOUT", "0.3")]);

        var response = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/login");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        var body = await Detail.ReadAsync(response);
        Assert.Equal("gateway_timeout", body.GetProperty("error").GetString());
        Assert.Contains("check before you repeat", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_is_part_of_the_clients_trace()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/login", ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        var parent = auth.OnlyRequest().Headers["traceparent"];
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", parent, StringComparison.Ordinal);
        Assert.DoesNotContain("b7ad6b7169203331", parent, StringComparison.Ordinal);
    }
}
