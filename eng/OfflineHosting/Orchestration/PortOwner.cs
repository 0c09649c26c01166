using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Orchestration;

/// <summary>Whether a TCP port on this machine is free, and if not, who has it.</summary>
internal static class PortOwner
{
    /// <summary>Null when the port can be listened on; otherwise who has it, for a message to the user.</summary>
    public static string? Find(int port)
    {
        if (CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.IPv6Loopback, port))
        {
            return null;
        }

        return OperatingSystem.IsLinux() && FindProcess(port) is { } process ? process : "another program";
    }

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            // A port whose last connections are still closing (TIME_WAIT) counts as free, as it does for servers.
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable)
        {
            return true; // no IPv6 on this machine
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string? FindProcess(int port)
    {
        var inodes = ListeningInodes(port);
        foreach (var folder in inodes.Count == 0 ? [] : Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && Owns(folder, inodes))
            {
                return $"{ReadOrEmpty(Path.Combine(folder, "comm")).Trim()} (process {pid})";
            }
        }

        return null;
    }

    private static HashSet<string> ListeningInodes(int port)
    {
        const string Listen = "0A";
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        var lines = ReadOrEmpty("/proc/net/tcp").Split('\n').Concat(ReadOrEmpty("/proc/net/tcp6").Split('\n'));
        return lines
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(field => field.Length > 9 && field[1].EndsWith(suffix, StringComparison.Ordinal) && field[3] == Listen)
            .Select(field => $"socket:[{field[9]}]")
            .ToHashSet(StringComparer.Ordinal);
    }

    private static bool Owns(string processFolder, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(processFolder, "fd"))
                .Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it ended meanwhile, or belongs to another user
        }
    }

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
