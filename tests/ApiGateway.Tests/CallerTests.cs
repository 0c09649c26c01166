using System.Net;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>Who is let through, and what the backend is told about the caller.</summary>
public sealed class CallerTests
{
    private static readonly TestUser Ana = TestUser.New();

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "bEARER   {0}")]
    [InlineData("Cookie", "access_token={0}")]
    public async Task Backend_learns_the_verified_user(string header, string value)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", (header, string.Format(null, value, Gateway.AccessToken(Ana))));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var caller = await Gateway.ReadCallerAsync(auth.OnlyRequest());
        Assert.NotNull(caller);
        Assert.Equal(CallerKind.User, caller.Kind);
        Assert.Equal((Ana.Id, Ana.TenantId, Ana.ProjectId), (caller.UserId, caller.TenantId, caller.ProjectId));
        Assert.Equal((Ana.Email, "admin", "owner", Ana.SessionId), (caller.Email, caller.TenantRole, caller.ProjectRole, caller.SessionId));
        Assert.Equal("127.0.0.1", caller.ClientAddress);
    }

    [Fact]
    public async Task Login_reaches_the_backend_as_anonymous()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/login");

        var caller = await Gateway.ReadCallerAsync(auth.OnlyRequest());
        Assert.Equal(CallerKind.Anonymous, caller?.Kind);
        Assert.Null(caller?.UserId);
    }

    [Fact]
    public async Task Bearer_token_wins_over_the_cookie_even_when_it_is_not_valid()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", ("Authorization", "Bearer x.y.z"), ("Cookie", $"access_token={Gateway.AccessToken(Ana)}"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(auth.Received);
    }

    public static TheoryData<string, string> BadCredentials => new()
    {
        { "no credentials", "" },
        { "one part only", "Bearer" },
        { "three parts", $"Bearer {Gateway.AccessToken(Ana)} x" },
        { "another scheme", $"Basic {Gateway.AccessToken(Ana)}" },
        { "expired", $"Bearer {Gateway.AccessToken(Ana, lifetime: TimeSpan.FromMinutes(-1))}" },
        { "signed by another key", $"Bearer {Gateway.AccessToken(Ana, key: Gateway.NewKey())}" },
        { "refresh token", $"Bearer {RefreshToken()}" },
        { "WebSocket ticket", $"Bearer {Gateway.Tokens().IssueWebSocketTicket(Ana.ToCaller(), TimeSpan.FromMinutes(1))}" },
        { "unsigned", $"Bearer {Unsigned(Gateway.AccessToken(Ana))}" },
        { "changed claims", $"Bearer {WithOtherClaims(Gateway.AccessToken(Ana), Gateway.AccessToken(TestUser.New()))}" },
    };

    [Theory]
    [MemberData(nameof(BadCredentials))]
    public async Task Others_are_refused_without_asking_the_backend(string why, string authorization)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", ("Authorization", authorization));

        Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, why);
        Assert.Contains("Sign in", await Detail.OfAsync(response), StringComparison.Ordinal);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Empty(auth.Received);
    }

    [Fact]
    public async Task Refresh_needs_its_cookie()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/refresh", ("Authorization", $"Bearer {Gateway.AccessToken(Ana)}"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(auth.Received);
    }

    [Fact]
    public async Task Client_address_comes_from_the_entry_point()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/login", ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal("203.0.113.7", (await Gateway.ReadCallerAsync(auth.OnlyRequest()))?.ClientAddress);
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("")]
    public async Task Client_address_is_not_taken_from_anybody_else(string trusted)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start([("AUTH_SERVICE_URL", auth.Address), ("ForwardedHeaders:KnownNetworks", trusted), ("FORWARDEDHEADERS_ENABLED", "true")]);

        await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/login", ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal("127.0.0.1", (await Gateway.ReadCallerAsync(auth.OnlyRequest()))?.ClientAddress);
    }

    private static string RefreshToken() =>
        Gateway.Tokens().Sign("refresh", new Dictionary<string, object> { ["sub"] = Ana.Id.ToString() }, DateTimeOffset.UtcNow.AddMinutes(5));

    private static string Unsigned(string token)
    {
        var header = Convert.ToBase64String("""{"alg":"none","typ":"JWT"}"""u8).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{header}.{token.Split('.')[1]}.";
    }

    private static string WithOtherClaims(string token, string other)
    {
        var parts = token.Split('.');
        return $"{parts[0]}.{other.Split('.')[1]}.{parts[2]}";
    }
}
