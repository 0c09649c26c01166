using System.Net.Sockets;
using System.Text;

namespace SreCopilot.Tests;

/// <summary>Sends a path exactly as written; HttpClient would normalise it.</summary>
public static class RawHttp
{
    public static async Task<(int Status, string Text)> GetAsync(Uri server, string path, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        string[] lines = [$"GET {path} HTTP/1.1", $"Host: {server.Authority}", "Connection: close", .. headers, "", ""];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return (int.Parse(text.Split(' ')[1], null), text);
    }
}
