using SreCopilot.Identity;
using SreCopilot.ReverseProxy;

namespace SreCopilot.ApiGateway.Callers;

/// <summary>Finds out who is calling, once per request and without asking another service.</summary>
internal sealed class CallerVerification(AccessTokens tokens)
{
    public async Task<Caller> IdentifyAsync(HttpContext context)
    {
        var caller = Credentials.FindAccessToken(context.Request) is { } token ? await tokens.VerifyAccessAsync(token) : null;
        return (caller ?? new Caller { Kind = CallerKind.Anonymous }) with { ClientAddress = context.Connection.ClientAddress() };
    }
}
