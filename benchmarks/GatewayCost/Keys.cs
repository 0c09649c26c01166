using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;

namespace SreCopilot.Benchmarks.GatewayCost;

/// <summary>Keys of this run, and a user's token.</summary>
internal static class Keys
{
    public static readonly string Access = New();
    public static readonly string Internal = New();
    public static readonly string Encryption = New();

    public static string NewToken() => new AccessTokens(Options.Create(new AccessTokenOptions { Key = Access }), TimeProvider.System).IssueAccess(
        new Caller
        {
            Kind = CallerKind.User,
            UserId = Guid.NewGuid(),
            TenantId = Guid.NewGuid(),
            ProjectId = Guid.NewGuid(),
            Email = "bench@acme.io",
            TenantRole = "admin",
            ProjectRole = "owner",
            SessionId = Guid.NewGuid(),
        },
        TimeSpan.FromHours(1));

    private static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
}
