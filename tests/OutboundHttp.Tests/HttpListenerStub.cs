using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SreCopilot.OutboundHttp.Tests;

/// <summary>Answers one connection on 127.0.0.2 with fixed text.</summary>
internal sealed class HttpListenerStub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Parse("127.0.0.2"), 0);

    public HttpListenerStub(string answer)
    {
        _listener.Start();
        _ = AnswerAsync(answer);
    }

    public string Address => $"http://127.0.0.2:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync(string answer)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[4096], 1);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }
}
