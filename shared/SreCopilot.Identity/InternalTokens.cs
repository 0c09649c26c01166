using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SreCopilot.Identity;

/// <summary>
/// Issues and verifies the signed, short-lived token by which api-gateway tells the backends who is calling
/// (header <see cref="HeaderName"/>). One HMAC-SHA256 per call and direction.
/// </summary>
public sealed class InternalTokens(IOptions<InternalTokenOptions> options, TimeProvider time)
{
    /// <summary>The header that carries the token. api-gateway removes it from what clients send.</summary>
    public const string HeaderName = "X-Internal-Token";

    /// <summary>How long a token is valid: longer than any request may take to reach its backend.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private const string Issuer = "sre-copilot";
    private const string Audience = "sre-copilot-services";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly SigningCredentials _credentials = new(SigningKey.Create(options.Value.Key), SecurityAlgorithms.HmacSha256);
    private readonly TokenValidationParameters _validation = CreateValidation(options.Value, time);

    /// <summary>Creates a token for one call to a backend.</summary>
    public string Issue(Caller caller) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        Expires = (time.GetUtcNow() + Lifetime).UtcDateTime,
        Claims = CallerClaims.Write(caller),
        SigningCredentials = _credentials,
    });

    /// <summary>Reads the caller from a token; null when it is malformed, expired or signed by another key.</summary>
    public async Task<Caller?> VerifyAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _validation);
        return result.IsValid ? CallerClaims.Read(result.ClaimsIdentity) : null;
    }

    private static TokenValidationParameters CreateValidation(InternalTokenOptions options, TimeProvider time)
    {
        var validation = SigningKey.Validation(options.Key, options.PreviousKey, time);
        validation.ValidIssuer = Issuer;
        validation.ValidAudience = Audience;
        return validation;
    }
}
