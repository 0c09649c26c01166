using System.Net;
using System.Net.Sockets;
using SreCopilot.ApiGateway.ApiKeys;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Callers;

/// <summary>Who sent a request, for the services and for the rate limits.</summary>
/// <param name="Caller">What the services are told.</param>
/// <param name="Key">Whose budget is used: a user, an API key or a network address.</param>
internal sealed record Client(Caller Caller, string Key)
{
    public static Client Of(Caller user) => new(user, $"user:{user.UserId:N}");

    public static Client Of(VerifiedKey key, string? address) => new(key.ToCaller() with { ClientAddress = address }, $"key:{key.ApiKeyId:N}");

    public static Client Anonymous(string? address) =>
        new(new Caller { Kind = CallerKind.Anonymous, ClientAddress = address }, $"address:{NetworkOf(address)}");

    // An IPv4 address, or an IPv6 /64, because a single household gets a whole one. Unknown addresses share one budget.
    private static string NetworkOf(string? address) =>
        !IPAddress.TryParse(address, out var parsed) ? "unknown"
        : parsed.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, 8))
        : parsed.ToString();
}
