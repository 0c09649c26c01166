using System.Net;

namespace SreCopilot.EndToEnd.Tests.Alerts;

/// <summary>Something that Prometheus watches: one number that the test sets.</summary>
internal sealed class MeasuredThing : IDisposable
{
    private readonly HttpListener _listener = new();

    public MeasuredThing()
    {
        Port = TestPort.Free();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port { get; }

    public bool IsBroken { get; set; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                context.Response.ContentType = "text/plain; version=0.0.4";
                await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"# TYPE checkout_broken gauge\ncheckout_broken {(IsBroken ? 1 : 0)}\n"));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over, or Prometheus did not wait for the answer.
            }
        }
    }
}
