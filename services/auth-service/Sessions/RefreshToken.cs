using SreCopilot.Identity;

namespace SreCopilot.AuthService.Sessions;

/// <summary>What a valid refresh token says.</summary>
internal sealed record RefreshToken(Guid UserId, string TokenId)
{
    /// <summary>Claim <c>type</c>.</summary>
    public const string Type = "refresh";

    /// <summary>The token in the request's cookie; null when there is none or it is not valid.</summary>
    public static async Task<RefreshToken?> ReadAsync(HttpContext http, AccessTokens tokens)
    {
        if (http.Request.Cookies[SessionCookies.RefreshName] is not { Length: > 0 } cookie || await tokens.VerifyAsync(Type, cookie) is not { } claims)
        {
            return null;
        }

        return Guid.TryParse(claims.FindFirst("sub")?.Value, out var user) && claims.FindFirst("jti")?.Value is { } id && Sessions.TokenId.SessionOf(id) is not null
            ? new RefreshToken(user, id)
            : null;
    }
}
