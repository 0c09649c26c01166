using System.Net;
using System.Net.Sockets;

namespace SreCopilot.AuthService.Throttling;

internal static class ClientNetwork
{
    /// <summary>What counts as one client: an IPv4 address, or an IPv6 /64 because a single household gets a whole one.</summary>
    public static string Of(string? address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            // Everybody whose address is not known shares one limit: strict, not open.
            return "unknown";
        }

        if (parsed.IsIPv4MappedToIPv6)
        {
            parsed = parsed.MapToIPv4();
        }

        return parsed.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, 8))
            : parsed.ToString();
    }
}
