using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SreCopilot.Tests;

/// <summary>Ports for programs that a test starts.</summary>
internal static class TestPort
{
    // The ports above are given to outgoing connections: a free one of those can be taken again before the program listens.
    private const int First = 10_000;
    private const int Last = 32_000;

    /// <summary>A port of the loopback addresses at which nobody listens.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last);
            if (IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.IPv6Loopback, port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException e)
        {
            // A machine without IPv6 has no such address.
            return e.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
