using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace SreCopilot.Identity.Tests;

/// <summary>The tokens that users carry.</summary>
public sealed class AccessTokenTests
{
    private const string Key = "the key of this year, long enough for HS256";
    private const string OldKey = "the key of last year, long enough for HS256";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

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
    };

    [Fact]
    public async Task The_user_the_session_and_the_moment_of_issue_come_back()
    {
        var before = DateTimeOffset.UtcNow;

        var caller = await Tokens(Key).VerifyAccessAsync(Tokens(Key).IssueAccess(Ana, Minute));

        Assert.NotNull(caller);
        Assert.Equal(Ana with { IssuedAt = caller.IssuedAt, Scopes = caller.Scopes }, caller);
        Assert.InRange(caller.IssuedAt!.Value, before.AddMilliseconds(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task The_moment_of_issue_has_milliseconds_and_never_lies_after_it()
    {
        foreach (var ticks in new long[] { 0, 1, 9_999, 10_000, 9_990_000, 9_999_999 })
        {
            var moment = new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero).AddTicks(ticks);
            var clock = new At(moment);

            var caller = await Tokens(Key, clock).VerifyAccessAsync(Tokens(Key, clock).IssueAccess(Ana, Minute));

            Assert.Equal(moment.ToUnixTimeMilliseconds(), caller!.IssuedAt!.Value.ToUnixTimeMilliseconds());
            Assert.True(caller.IssuedAt <= moment);
        }
    }

    [Fact]
    public void The_claims_are_those_of_the_contract_with_session_and_moment()
    {
        var claims = JsonNode.Parse(Base64Url(Tokens(Key).IssueAccess(Ana, Minute).Split('.')[1]))!.AsObject();

        Assert.Equal(
            ["email", "exp", "iat_ms", "jti", "project_id", "project_role", "role", "sid", "sub", "tenant_id", "type"], claims.Select(claim => claim.Key).Order());
        Assert.Equal("access", (string?)claims["type"]);
        Assert.Equal(43, ((string?)claims["jti"])!.Length);
        Assert.Equal(JsonValueKind.Number, claims["iat_ms"]!.GetValueKind());
        Assert.True((long?)claims["exp"] > 0);
    }

    [Fact]
    public async Task A_ticket_is_no_access_token_and_an_access_token_no_ticket()
    {
        var tokens = Tokens(Key);
        var (ticket, access) = (tokens.IssueWebSocketTicket(Ana, Minute), tokens.IssueAccess(Ana, Minute));

        Assert.Equal(Ana.UserId, (await tokens.VerifyWebSocketTicketAsync(ticket))?.UserId);
        Assert.Null(await tokens.VerifyAccessAsync(ticket));
        Assert.Null(await tokens.VerifyWebSocketTicketAsync(access));
    }

    [Fact]
    public async Task During_a_rotation_tokens_of_both_keys_are_accepted_and_new_ones_have_the_new_key()
    {
        var old = Tokens(OldKey).IssueAccess(Ana, Minute);
        var rotating = Tokens(Key, previous: OldKey);

        Assert.NotNull(await rotating.VerifyAccessAsync(old));
        Assert.NotNull(await Tokens(Key).VerifyAccessAsync(rotating.IssueAccess(Ana, Minute)));
        Assert.Null(await Tokens(Key).VerifyAccessAsync(old));
        Assert.Null(await Tokens(OldKey).VerifyAccessAsync(rotating.IssueAccess(Ana, Minute)));
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("tenant_id")]
    [InlineData("sid")]
    [InlineData("iat_ms")]
    public async Task A_token_without_what_revocation_needs_is_refused(string missing)
    {
        Dictionary<string, object> claims = new()
        {
            ["sub"] = Ana.UserId.ToString()!, ["tenant_id"] = Ana.TenantId.ToString()!, ["sid"] = Ana.SessionId.ToString()!, ["iat_ms"] = 1_700_000_000_000,
        };
        var expires = DateTimeOffset.UtcNow + Minute;
        Assert.NotNull(await Tokens(Key).VerifyAccessAsync(Tokens(Key).Sign("access", claims, expires)));

        claims.Remove(missing);

        Assert.Null(await Tokens(Key).VerifyAccessAsync(Tokens(Key).Sign("access", claims, expires)));
    }

    [Fact]
    public async Task Expired_and_broken_tokens_are_refused()
    {
        var expired = Tokens(Key, new At(DateTimeOffset.UtcNow - TimeSpan.FromMinutes(2))).IssueAccess(Ana, Minute);

        Assert.All(await Task.WhenAll(new[] { expired, "", "a.b.c", "x" }.Select(Tokens(Key).VerifyAccessAsync)), Assert.Null);
    }

    private static AccessTokens Tokens(string key, TimeProvider? time = null, string? previous = null) =>
        new(Options.Create(new AccessTokenOptions { Key = key, PreviousKey = previous }), time ?? TimeProvider.System);

    private static byte[] Base64Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    private sealed class At(DateTimeOffset moment) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => moment;
    }
}
