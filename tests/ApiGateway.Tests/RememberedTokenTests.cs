using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.Proxying;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>What is remembered about tokens never outlives them.</summary>
public sealed class RememberedTokenTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Verified_token_ends_at_its_expiry()
    {
        var tokens = Gateway.Tokens(time: _time);
        var users = new VerifiedUsers(tokens, _time);
        var token = tokens.IssueAccess(TestUser.New().ToCaller(), TimeSpan.FromSeconds(10));

        var first = await users.FindAsync(token, "a");
        Assert.NotNull(first);
        Assert.Same(first, await users.FindAsync(token, "a"));
        Assert.Equal("b", (await users.FindAsync(token, "b"))?.Caller.ClientAddress);

        // Clocks of two machines may differ by five seconds.
        _time.Advance(TimeSpan.FromSeconds(16));
        Assert.Null(await users.FindAsync(token, "a"));
    }

    [Fact]
    public async Task Changed_token_is_not_the_remembered_one()
    {
        var tokens = Gateway.Tokens(time: _time);
        var users = new VerifiedUsers(tokens, _time);
        var token = tokens.IssueAccess(TestUser.New().ToCaller(), TimeSpan.FromMinutes(10));
        Assert.NotNull(await users.FindAsync(token, "a"));

        Assert.Null(await users.FindAsync(token[..^4] + "AAAA", "a"));
        Assert.Null(await users.FindAsync(token + ".x", "a"));
    }

    [Fact]
    public async Task Internal_token_is_reused_with_plenty_of_life_left()
    {
        var internalTokens = new InternalTokens(Options.Create(new InternalTokenOptions { Key = Gateway.NewKey() }), _time);
        var issued = new IssuedTokens(internalTokens, _time);
        var caller = TestUser.New().ToCaller();

        var token = issued.For(caller);
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(token, issued.For(caller));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotEqual(token, issued.For(caller));
        Assert.Equal(caller.UserId, (await internalTokens.VerifyAsync(token))?.UserId);
        Assert.NotEqual(issued.For(caller), issued.For(TestUser.New().ToCaller()));
    }
}
