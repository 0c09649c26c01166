using System.Net;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>Another web site cannot use a signed-in user's cookies.</summary>
public sealed class CrossSiteTests
{
    private static readonly string Session = $"access_token={Gateway.AccessToken(TestUser.New())}; refresh_token=r";

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("X-Nothing", "x")]
    public async Task Change_with_a_cookie_from_elsewhere_is_refused(string header, string value)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", ("Cookie", Session), (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("Authorization: Bearer", await Detail.OfAsync(response), StringComparison.Ordinal);
        Assert.Empty(auth.Received);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("X-Nothing", "x")]
    public async Task Live_tail_with_a_cookie_from_elsewhere_is_refused(string header, string value)
    {
        await using var logs = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start([("LOG_SERVICE_URL", logs.Address)]);
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", Session);
        socket.Options.SetRequestHeader(header, value);

        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(
            new UriBuilder(gateway.ClientOptions.BaseAddress) { Scheme = "ws", Path = "/api/v1/logs/tail" }.Uri, TestContext.Current.CancellationToken));

        Assert.Empty(logs.Received);
    }

    [Fact]
    public async Task Metadata_of_the_browser_outweighs_the_origin()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", ("Cookie", Session), ("Sec-Fetch-Site", "cross-site"), ("Origin", gateway.Client.BaseAddress!.ToString().TrimEnd('/')));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("sre.example", "https://sre.example")]
    [InlineData("sre.example", "http://SRE.example")]
    [InlineData("sre.example:30000", "http://sre.example:30000")]
    [InlineData("sre.example:443", "https://sre.example")]
    [InlineData("[::1]:30000", "http://[::1]:30000")]
    public async Task Own_pages_are_known_by_the_host_that_the_entry_point_saw(string host, string origin)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", ("Cookie", Session), ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Host", host), ("Origin", origin));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Same_origin_by_browser_metadata_is_enough()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", ("Cookie", Session), ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Bearer_callers_and_reading_need_no_proof()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var bearer = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/logout", ("Authorization", $"Bearer {Gateway.AccessToken(TestUser.New())}"), ("Cookie", Session), ("Origin", "https://evil.example"));
        var reading = await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", ("Cookie", Session), ("Origin", "https://evil.example"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (bearer.StatusCode, reading.StatusCode));
    }
}
