using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace SreCopilot.OutboundHttp;

/// <summary>Decides whether an address may be called on a user's behalf: public ones, and those the operator allows.</summary>
public sealed class AddressGuard(IOptions<OutboundOptions> options)
{
    // Everything that the IANA special-purpose registries do not call globally reachable.
    private static readonly IPNetwork[] Special = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    // Only these IPv6 addresses are public; of them, documentation, Teredo and the like are not.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] SpecialV6 = Parse("2001::/23", "2001:db8::/32", "3fff::/20");

    // Both carry an IPv4 address that the packet ends up at.
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private readonly IReadOnlyList<IPNetwork> _allowed = options.Value.AllowedNetworks;

    /// <summary>Whether the address may be called.</summary>
    /// <param name="address">A resolved address, never a name: what a name means changes.</param>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return _allowed.Any(network => network.Contains(address)) || IsPublic(address);
    }

    private bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Special.Any(network => network.Contains(address));
        }

        var bytes = address.GetAddressBytes();
        return SixToFour.Contains(address) ? Allows(new IPAddress(bytes.AsSpan(2, 4)))
            : Nat64.Contains(address) ? Allows(new IPAddress(bytes.AsSpan(12, 4)))
            : GlobalUnicast.Contains(address) && !SpecialV6.Any(network => network.Contains(address));
    }

    private static IPNetwork[] Parse(params string[] networks) => Array.ConvertAll(networks, text => IPNetwork.Parse(text));
}
