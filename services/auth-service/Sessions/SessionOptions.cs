using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.AuthService.Sessions;

/// <summary>Configuration section <c>Sessions</c>.</summary>
internal sealed class SessionOptions
{
    /// <summary>Minutes an access token is valid. Default 30. Also set by <c>ACCESS_TOKEN_EXPIRE_MINUTES</c>.</summary>
    [Range(1, 1440, ErrorMessage = "Sessions__AccessTokenMinutes must be a whole number from 1 to 1440.")]
    public int AccessTokenMinutes { get; set; } = 30;

    /// <summary>Days a session lives without being refreshed. Default 7, as in the contract.</summary>
    [Range(1, 365, ErrorMessage = "Sessions__RefreshTokenDays must be a whole number from 1 to 365.")]
    public int RefreshTokenDays { get; set; } = 7;

    /// <summary>
    /// Seconds in which a refresh token that was already used is answered once more with the same successor: two tabs that
    /// refresh at once, or a lost answer, are no theft. Default 10.
    /// </summary>
    [Range(0, 60, ErrorMessage = "Sessions__ReuseGraceSeconds must be a whole number from 0 to 60.")]
    public int ReuseGraceSeconds { get; set; } = 10;

    /// <summary>When cookies carry the Secure attribute. Default: always but on plain-http localhost.</summary>
    [EnumDataType(typeof(SecureCookies))]
    public SecureCookies SecureCookies { get; set; } = SecureCookies.Auto;

    public TimeSpan AccessTokenLifetime => TimeSpan.FromMinutes(AccessTokenMinutes);

    public TimeSpan RefreshTokenLifetime => TimeSpan.FromDays(RefreshTokenDays);

    public TimeSpan ReuseGrace => TimeSpan.FromSeconds(ReuseGraceSeconds);
}

/// <summary>When cookies carry the Secure attribute.</summary>
internal enum SecureCookies
{
    /// <summary>Always, except when the browser came by plain http to localhost.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never: only for a trusted network without TLS, where browsers would drop Secure cookies.</summary>
    Never,
}

[OptionsValidator]
internal sealed partial class SessionOptionsValidator : IValidateOptions<SessionOptions>;
