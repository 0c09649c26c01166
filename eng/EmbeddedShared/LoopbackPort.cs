using System.Net;
using System.Net.Sockets;

namespace SreCopilot.EmbeddedShared;

internal static class LoopbackPort
{
    /// <summary>Fails with the name of the setting when another program already listens on the port.</summary>
    public static void ThrowIfTaken(int port, string setting)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new EmbeddedStoreException(
                $"Port {port} on 127.0.0.1 is already in use by another program: stop that program or set {setting} to a free port.");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new EmbeddedStoreException($"Port {port} may not be opened by this user: set {setting} to a port above 1023.");
        }
    }
}
