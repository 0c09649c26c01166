using System.Net;
using System.Net.Sockets;

namespace SreCopilot.OutboundHttp;

/// <summary>
/// Opens TCP connections to hosts that a user typed. The name is resolved here and the connection made to the very address
/// that was checked, so a name that means something else a moment later (DNS rebinding) changes nothing.
/// </summary>
public sealed class GuardedConnector(AddressGuard guard)
{
    /// <summary>Connects to the first allowed address of a host.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The connection; or null and why not.</returns>
    public async Task<(NetworkStream? Connection, OutboundFault? Fault)> ConnectAsync(string host, int port, CancellationToken cancel)
    {
        try
        {
            return (await OpenAsync(host, port, cancel), null);
        }
        catch (AddressRefusedException)
        {
            return (null, OutboundFault.Refused);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return (null, OutboundFault.Unreachable);
        }
    }

    /// <summary>An allowed address of a host, for clients that can only be given an address.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The address; or null and why not.</returns>
    public async Task<(IPAddress? Address, OutboundFault? Fault)> ResolveAsync(string host, CancellationToken cancel)
    {
        try
        {
            return ((await ResolveAllowedAsync(host, cancel))[0], null);
        }
        catch (AddressRefusedException)
        {
            return (null, OutboundFault.Refused);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return (null, OutboundFault.Unreachable);
        }
    }

    internal async Task<NetworkStream> OpenAsync(string host, int port, CancellationToken cancel) =>
        await OpenAsync(await ResolveAllowedAsync(host, cancel), port, cancel);

    /// <param name="allowed">What <see cref="ResolveAllowedAsync"/> returned, and nothing else.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<NetworkStream> OpenAsync(IPAddress[] allowed, int port, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal async Task<IPAddress[]> ResolveAllowedAsync(string host, CancellationToken cancel)
    {
        // Asked by name, 0.0.0.0 would be a mistake instead of an address inside.
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        var allowed = Array.FindAll(addresses, guard.Allows);
        return allowed.Length > 0 ? allowed
            : addresses.Length > 0 ? throw new AddressRefusedException()
            : throw new SocketException((int)SocketError.HostNotFound);
    }
}
