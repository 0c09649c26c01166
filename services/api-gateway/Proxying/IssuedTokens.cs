using System.Runtime.CompilerServices;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>Issues internal tokens, and gives the same one again for a third of its life while its caller is remembered.</summary>
internal sealed class IssuedTokens(InternalTokens tokens, TimeProvider time)
{
    private static readonly TimeSpan Reuse = InternalTokens.Lifetime / 3;

    // By the very object that VerifiedUsers remembers; forgotten together with it.
    private readonly ConditionalWeakTable<Caller, Issued> _issued = [];

    public string For(Caller caller)
    {
        var now = time.GetUtcNow();
        if (_issued.TryGetValue(caller, out var known) && now < known.Until)
        {
            return known.Token;
        }

        var token = tokens.Issue(caller);
        _issued.AddOrUpdate(caller, new Issued(token, now + Reuse));
        return token;
    }

    private sealed record Issued(string Token, DateTimeOffset Until);
}
