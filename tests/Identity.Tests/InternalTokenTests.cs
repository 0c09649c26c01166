using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace SreCopilot.Identity.Tests;

/// <summary>Only what api-gateway signed a moment ago is let in.</summary>
public sealed class InternalTokenTests
{
    private const string Anyone = "/anyone";
    private const string Users = "/users";
    private static readonly string Key = NewKey();

    private static readonly Caller Ana = new()
    {
        Kind = CallerKind.User,
        UserId = Guid.NewGuid(),
        Email = "ana@acme.io",
        TenantId = Guid.NewGuid(),
        TenantRole = "admin",
        ProjectId = Guid.NewGuid(),
        ProjectRole = "owner",
        SessionId = Guid.NewGuid(),
        ClientAddress = "203.0.113.7",
    };

    [Fact]
    public async Task Everything_about_a_user_arrives()
    {
        await using var service = await TestService.StartAsync(Key);

        Assert.Equal(200, await service.GetAsync(Users, TestService.Tokens(Key).Issue(Ana)));

        Assert.NotNull(service.LastCaller);
        Assert.Equal(Ana with { Scopes = service.LastCaller.Scopes }, service.LastCaller);
        Assert.Empty(service.LastCaller.Scopes);
    }

    [Theory]
    [InlineData(CallerKind.Anonymous)]
    [InlineData(CallerKind.ApiKey)]
    [InlineData(CallerKind.Service)]
    public async Task Others_are_known_as_what_they_are_and_are_no_users(CallerKind kind)
    {
        await using var service = await TestService.StartAsync(Key);
        var token = TestService.Tokens(Key).Issue(new Caller { Kind = kind, ProjectId = Ana.ProjectId, Scopes = ["ingest:logs", "ingest:metrics"] });

        Assert.Equal(200, await service.GetAsync(Anyone, token));
        Assert.Equal((kind, Ana.ProjectId, null), (service.LastCaller?.Kind, service.LastCaller?.ProjectId, service.LastCaller?.UserId));
        Assert.Equal(["ingest:logs", "ingest:metrics"], service.LastCaller?.Scopes);
        Assert.Equal(403, await service.GetAsync(Users, token));
        Assert.Equal(kind == CallerKind.Service ? 200 : 403, await service.GetAsync("/services", token));
    }

    public static TheoryData<string, string[]> Refused => new()
    {
        { "no token", [] },
        { "empty", [""] },
        { "not a token", ["x"] },
        { "two tokens", [Sign(Claims()), Sign(Claims())] },
        { "another key", [TestService.Tokens(NewKey()).Issue(Ana)] },
        { "expired", [Sign(Claims(claims => claims["exp"] = InSeconds(-10)))] },
        { "without an end", [Sign(Claims(claims => claims.Remove("exp")))] },
        { "another audience", [Sign(Claims(claims => claims["aud"] = "somebody-else"))] },
        { "another issuer", [Sign(Claims(claims => claims["iss"] = "somebody-else"))] },
        { "without a kind", [Sign(Claims(claims => claims.Remove("kind")))] },
        { "unknown kind", [Sign(Claims(claims => claims["kind"] = "root"))] },
        { "unsigned", [Token("""{"alg":"none","typ":"JWT"}""", Claims(), _ => [])] },
        { "another algorithm", [Token("""{"alg":"HS512","typ":"JWT"}""", Claims(), text => HMACSHA512.HashData(Encoding.UTF8.GetBytes(Key), text))] },
        { "signature of other claims", [Sign(Claims())[..^43] + Sign(Claims(claims => claims["role"] = "viewer"))[^43..]] },
        { "access token of a user", [AccessTokenWith(Key)] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Nothing_else_is_let_in(string why, string[] tokens)
    {
        await using var service = await TestService.StartAsync(Key);

        Assert.True(await service.GetAsync(Anyone, tokens) == 401, why);
        Assert.Null(service.LastCaller);
    }

    // So that the refusals above are known to fail for the reason they name.
    [Fact]
    public async Task Handmade_token_is_let_in_when_everything_is_right()
    {
        await using var service = await TestService.StartAsync(Key);

        Assert.Equal(200, await service.GetAsync(Anyone, Sign(Claims())));
    }

    [Fact]
    public async Task Token_ends_after_a_minute()
    {
        await using var service = await TestService.StartAsync(Key);

        Assert.Equal(401, await service.GetAsync(Anyone, TestService.Tokens(Key, new Ago(TimeSpan.FromMinutes(2))).Issue(Ana)));
        Assert.Equal(200, await service.GetAsync(Anyone, TestService.Tokens(Key, new Ago(TimeSpan.FromSeconds(30))).Issue(Ana)));
    }

    [Fact]
    public async Task Previous_key_is_accepted_while_keys_are_changed()
    {
        var previous = NewKey();
        await using var rotating = await TestService.StartAsync(Key, previous);
        await using var rotated = await TestService.StartAsync(Key);

        Assert.Equal(200, await rotating.GetAsync(Anyone, TestService.Tokens(previous).Issue(Ana)));
        Assert.Equal(200, await rotating.GetAsync(Anyone, TestService.Tokens(Key).Issue(Ana)));
        Assert.Equal(401, await rotated.GetAsync(Anyone, TestService.Tokens(previous).Issue(Ana)));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/metrics")]
    public async Task Probes_need_no_token(string path)
    {
        await using var service = await TestService.StartAsync(Key);

        Assert.Equal(200, await service.GetAsync(path));
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

    private static long InSeconds(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

    private static JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject { ["iss"] = "sre-copilot", ["aud"] = "sre-copilot-services", ["exp"] = InSeconds(30), ["kind"] = "user", ["role"] = "admin" };
        change?.Invoke(claims);
        return claims;
    }

    private static string Sign(JsonObject claims) =>
        Token("""{"alg":"HS256","typ":"JWT"}""", claims, text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), text));

    private static string Token(string header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64Url(Encoding.UTF8.GetBytes(header))}.{Base64Url(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Base64Url(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static string AccessTokenWith(string key) => new AccessTokens(Options.Create(new AccessTokenOptions { Key = key }), TimeProvider.System).Sign(
        "access",
        new Dictionary<string, object> { ["sub"] = Guid.NewGuid().ToString(), ["tenant_id"] = Guid.NewGuid().ToString(), ["kind"] = "user" },
        DateTimeOffset.UtcNow.AddMinutes(5));

    private sealed class Ago(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - offset;
    }
}
