namespace SreCopilot.Gateway.Tests;

/// <summary>What browsers are told about every answer.</summary>
public sealed class SecurityHeaderTests
{
    [Theory]
    [InlineData("/")]
    [InlineData(SpaFolder.ScriptPath)]
    [InlineData("/assets/gone.js")]
    [InlineData("/api/v1/anything")]
    [InlineData("/health")]
    public async Task Every_answer_carries_them(string path)
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa);

        var response = await entryPoint.GetAsync(path);

        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
        Assert.False(response.Headers.Contains("Server"));

        var policy = Header("Content-Security-Policy").Split("; ").Select(rule => rule.Split(' ', 2)).ToDictionary(rule => rule[0], rule => rule[1]);
        Assert.All(["default-src", "script-src", "style-src", "connect-src", "base-uri", "form-action"], rule => Assert.Equal("'self'", policy[rule]));
        Assert.All(["object-src", "frame-ancestors"], rule => Assert.Equal("'none'", policy[rule]));

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("", false)]
    public async Task Https_is_pinned_when_a_trusted_proxy_says_it_was_https(string trusted, bool pinned)
    {
        using var spa = new SpaFolder();
        await using var entryPoint = EntryPoint.Start(spa, settings: [("ForwardedHeaders:KnownNetworks", trusted)]);

        var response = await entryPoint.GetAsync("/", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal(pinned, response.Headers.Contains("Strict-Transport-Security"));
    }
}
