using System.Text;

namespace SreCopilot.ApiGateway.Settings.Probes;

/// <summary>Talks in lines to a server that is not trusted: a line has a bounded length.</summary>
internal sealed class LineTalk(Stream stream) : IDisposable
{
    private const int MaxLine = 1024;
    private readonly byte[] _one = new byte[1];

    public Task SendAsync(string text, CancellationToken cancel) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancel).AsTask();

    /// <exception cref="IOException">The server closed the connection or sent an endless line.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (line.Length < MaxLine)
        {
            await stream.ReadExactlyAsync(_one, cancel);
            if (_one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)_one[0]);
        }

        throw new IOException("The line is too long.");
    }

    public void Dispose() => stream.Dispose();
}
