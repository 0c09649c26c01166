using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SreCopilot.Identity;

/// <summary>
/// Signs and verifies the access tokens of users: HS256 with exactly the claims of the contract (conventions.md section 4):
/// <c>sub email tenant_id role project_id project_role exp type jti</c>.
/// </summary>
public sealed class AccessTokens(IOptions<AccessTokenOptions> options, TimeProvider time)
{
    private const string TypeClaim = "type";
    private const string AccessType = "access";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly SigningCredentials _credentials = new(SigningKey.Create(options.Value.Key), SecurityAlgorithms.HmacSha256);
    private readonly TokenValidationParameters _validation = CreateValidation(options.Value, time);

    /// <summary>Creates a token of the given type.</summary>
    /// <param name="type">Claim <c>type</c>: <c>access</c> or <c>refresh</c>.</param>
    /// <param name="claims">All other claims but <c>exp</c>.</param>
    /// <param name="expires">Claim <c>exp</c>.</param>
    public string Sign(string type, IReadOnlyDictionary<string, object> claims, DateTimeOffset expires) =>
        _handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object>(claims) { [TypeClaim] = type },
            Expires = expires.UtcDateTime,
            SigningCredentials = _credentials,
        });

    /// <summary>The claims of a token when it is signed by a current key, not expired and of the given type; else null.</summary>
    public async Task<ClaimsIdentity?> VerifyAsync(string type, string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _validation);
        return result.IsValid && result.ClaimsIdentity.FindFirst(TypeClaim)?.Value == type ? result.ClaimsIdentity : null;
    }

    /// <summary>The user behind an access token; null when it is not valid or is another kind of token.</summary>
    public async Task<Caller?> VerifyAccessAsync(string token)
    {
        if (await VerifyAsync(AccessType, token) is not { } claims || FindId("sub") is not { } userId || FindId("tenant_id") is not { } tenantId)
        {
            return null;
        }

        return new Caller
        {
            Kind = CallerKind.User,
            UserId = userId,
            TenantId = tenantId,
            Email = Find("email"),
            TenantRole = Find("role"),
            ProjectId = FindId("project_id"),
            ProjectRole = Find("project_role"),
            TokenId = Find("jti"),
        };

        string? Find(string name) => claims.FindFirst(name)?.Value;
        Guid? FindId(string name) => Guid.TryParse(Find(name), out var id) ? id : null;
    }

    private static TokenValidationParameters CreateValidation(AccessTokenOptions options, TimeProvider time)
    {
        var validation = SigningKey.Validation(options.Key, options.PreviousKey, time);
        // The contract's tokens have neither claim.
        validation.ValidateIssuer = false;
        validation.ValidateAudience = false;
        return validation;
    }
}

/// <summary>Registration of <see cref="AccessTokens"/>.</summary>
public static class AccessTokensExtensions
{
    /// <summary>Adds <see cref="AccessTokens"/>; a missing or placeholder <c>JWT_SECRET_KEY</c> stops the service.</summary>
    public static WebApplicationBuilder AddAccessTokens(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<AccessTokens>();
        builder.Services.AddOptions<AccessTokenOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<AccessTokenOptions>, AccessTokenOptionsSetup>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AccessTokenOptions>, AccessTokenOptionsSetup>());
        return builder;
    }
}
