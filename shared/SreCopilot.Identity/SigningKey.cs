using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace SreCopilot.Identity;

/// <summary>Settings and rules that the HS256 tokens of the platform share.</summary>
internal static class SigningKey
{
    /// <summary>Clocks of two containers on one node agree; a little slack covers two nodes.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    public static SymmetricSecurityKey Create(string secret) => new(Encoding.UTF8.GetBytes(secret));

    /// <summary>Validation by the current key and, during a rotation, the previous one.</summary>
    public static TokenValidationParameters Validation(string secret, string? previousSecret, TimeProvider time) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKeys = previousSecret is null ? [Create(secret)] : [Create(secret), Create(previousSecret)],
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        LifetimeValidator = (_, expires, _, _) => expires is { } moment && time.GetUtcNow().UtcDateTime < moment + ClockSkew,
    };
}
