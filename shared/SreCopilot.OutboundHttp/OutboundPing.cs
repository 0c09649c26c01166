using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SreCopilot.OutboundHttp;

/// <summary>How a ping ended.</summary>
/// <param name="RoundTrip">How long the answer took; null when none came.</param>
/// <param name="Fault">Why none came.</param>
/// <param name="IsPermitted">False: this machine does not let the platform send ICMP, so nothing is known about the host.</param>
public readonly record struct PingResult(TimeSpan? RoundTrip, OutboundFault? Fault, bool IsPermitted);

/// <summary>
/// Sends an ICMP echo request to a host that a user typed. Without privileges that works where <c>net.ipv4.ping_group_range</c>
/// contains the process's group, as in most containers; otherwise it needs <c>CAP_NET_RAW</c>.
/// </summary>
public sealed class OutboundPing(GuardedConnector connector, TimeProvider time)
{
    private const byte EchoRequest = 8;
    private const byte EchoReply = 0;
    private const byte EchoRequestV6 = 128;
    private const byte EchoReplyV6 = 129;
    private const int HeaderBytes = 8;
    private const int TokenBytes = 16;

    /// <summary>Sends one and waits for its answer.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="limit">How long it may take, looking up the name included.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How it ended.</returns>
    public async Task<PingResult> SendAsync(string host, TimeSpan limit, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            var (address, fault) = await connector.ResolveAsync(host, both.Token);
            if (address is null)
            {
                return new PingResult(null, fault, true);
            }

            using var socket = Open(address.AddressFamily);
            return socket is null ? new PingResult(null, null, false) : new PingResult(await SendAsync(socket, address, both.Token), null, true);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new PingResult(null, OutboundFault.TimedOut, true);
        }
        catch (SocketException)
        {
            return new PingResult(null, OutboundFault.Unreachable, true);
        }
    }

    private static Socket? Open(AddressFamily family)
    {
        var protocol = family == AddressFamily.InterNetwork ? ProtocolType.Icmp : ProtocolType.IcmpV6;
        foreach (var type in new[] { SocketType.Dgram, SocketType.Raw })
        {
            try
            {
                return new Socket(family, type, protocol);
            }
            catch (SocketException)
            {
                // Not permitted, or not known here.
            }
        }

        return null;
    }

    private async Task<TimeSpan> SendAsync(Socket socket, IPAddress address, CancellationToken cancel)
    {
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        // Raw sockets hear all answers that come to this machine: the random token tells ours.
        var token = RandomNumberGenerator.GetBytes(TokenBytes);
        byte[] packet = [isV6 ? EchoRequestV6 : EchoRequest, 0, 0, 0, token[0], token[1], 0, 1, .. token];
        if (!isV6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
        }

        await socket.ConnectAsync(address, 0, cancel);
        var start = time.GetTimestamp();
        await socket.SendAsync(packet, cancel);
        var buffer = new byte[1500];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, cancel);
            if (IsAnswer(buffer.AsSpan(0, read), socket.SocketType == SocketType.Raw && !isV6, isV6 ? EchoReplyV6 : EchoReply, token))
            {
                return time.GetElapsedTime(start);
            }
        }
    }

    // Raw IPv4 sockets also give the IP header, whose length is in its first byte.
    private static bool IsAnswer(ReadOnlySpan<byte> packet, bool hasHeader, byte kind, ReadOnlySpan<byte> token)
    {
        var start = hasHeader && packet.Length > 0 ? (packet[0] & 0x0F) * 4 : 0;
        return packet.Length >= start + HeaderBytes + TokenBytes && packet[start] == kind && packet.Slice(start + HeaderBytes, TokenBytes).SequenceEqual(token);
    }

    // RFC 1071.
    private static ushort Checksum(ReadOnlySpan<byte> packet)
    {
        var sum = 0u;
        for (var at = 0; at < packet.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
