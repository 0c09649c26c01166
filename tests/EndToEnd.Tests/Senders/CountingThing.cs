using System.Net;
using System.Text;

namespace SreCopilot.EndToEnd.Tests.Senders;

/// <summary>Something that Prometheus watches: says how often it was asked, so many times, and then nothing any more.</summary>
internal sealed class CountingThing : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly int _scrapes;

    public CountingThing(int scrapes)
    {
        _scrapes = scrapes;
        Port = TestPort.Free();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        for (var scrape = 1; _listener.IsListening; scrape++)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                context.Response.ContentType = "text/plain; version=0.0.4";
                var text = scrape <= _scrapes ? $"# TYPE orders_open gauge\norders_open{{kind=\"web\"}} {scrape}\n" : "";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over, or Prometheus did not wait for the answer.
            }
        }
    }
}
