using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SreCopilot.Identity;

/// <summary>
/// Signs and verifies the tokens that users carry, HS256. An access token has exactly the claims of the contract (conventions.md
/// section 4), <c>sub email tenant_id role project_id project_role exp type jti</c>, and two that revocation needs: <c>sid</c>, the
/// session, and <c>iat_ms</c>, the moment of issue in milliseconds (<c>iat</c> is cut to seconds by common libraries).
/// </summary>
public sealed class AccessTokens(IOptions<AccessTokenOptions> options, TimeProvider time)
{
    private const string AccessType = "access";
    private const string WebSocketType = "websocket";
    private const string TypeClaim = "type";
    private const string IssuedAtClaim = "iat_ms";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly SigningCredentials _credentials = new(SigningKey.Create(options.Value.Key), SecurityAlgorithms.HmacSha256);
    private readonly TokenValidationParameters _validation = CreateValidation(options.Value, time);

    /// <summary>Creates the token that calls the API.</summary>
    /// <param name="user">Who, in which session and project.</param>
    /// <param name="lifetime">From now to claim <c>exp</c>.</param>
    public string IssueAccess(Caller user, TimeSpan lifetime) => IssueUser(AccessType, user, lifetime);

    /// <summary>Creates a ticket that opens a WebSocket and nothing else.</summary>
    /// <inheritdoc cref="IssueAccess"/>
    public string IssueWebSocketTicket(Caller user, TimeSpan lifetime) => IssueUser(WebSocketType, user, lifetime);

    /// <summary>Creates a token of another type, with the given claims and no others.</summary>
    /// <param name="type">Claim <c>type</c>, for example <c>refresh</c>.</param>
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
    public Task<Caller?> VerifyAccessAsync(string token) => VerifyUserAsync(AccessType, token);

    /// <summary>The user behind a WebSocket ticket; null when it is not valid or is another kind of token.</summary>
    public Task<Caller?> VerifyWebSocketTicketAsync(string token) => VerifyUserAsync(WebSocketType, token);

    private string IssueUser(string type, Caller user, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(user);
        var now = time.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            [IssuedAtClaim] = now.ToUnixTimeMilliseconds(),
            ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)),
        };
        Add("sub", user.UserId?.ToString());
        Add("email", user.Email);
        Add("tenant_id", user.TenantId?.ToString());
        Add("role", user.TenantRole);
        Add("project_id", user.ProjectId?.ToString());
        Add("project_role", user.ProjectRole);
        Add("sid", user.SessionId?.ToString());
        return Sign(type, claims, now + lifetime);

        void Add(string name, string? value) => claims[name] = value ?? throw new ArgumentException($"A token needs the claim {name}.", nameof(user));
    }

    private async Task<Caller?> VerifyUserAsync(string type, string token)
    {
        if (await VerifyAsync(type, token) is not { } claims || FindId("sub") is not { } userId || FindId("tenant_id") is not { } tenantId
            || FindId("sid") is not { } sessionId || FindIssuedAt() is not { } issuedAt)
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
            SessionId = sessionId,
            IssuedAt = issuedAt,
        };

        string? Find(string name) => claims.FindFirst(name)?.Value;
        Guid? FindId(string name) => Guid.TryParse(Find(name), out var id) ? id : null;
        DateTimeOffset? FindIssuedAt() => long.TryParse(Find(IssuedAtClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : null;
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
