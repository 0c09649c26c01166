using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SreCopilot.Identity;

/// <summary>Authenticates a backend's requests by the internal token.</summary>
internal sealed class InternalTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    InternalTokens tokens) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "InternalToken";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers[InternalTokens.HeaderName];
        if (header is not [{ Length: > 0 } token])
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.VerifyAsync(token) is not { } caller)
        {
            return AuthenticateResult.Fail("The internal token is not valid.");
        }

        Context.Features.Set(caller);
        var identity = new ClaimsIdentity([new Claim(nameof(CallerKind), caller.Kind.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
