using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SreCopilot.EndToEnd.Tests.Alerts;

/// <summary>A program that is told of alerts.</summary>
internal sealed class WebhookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();

    public WebhookReceiver()
    {
        Address = $"http://127.0.0.1:{TestPort.Free()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<ReceivedWebhook> Received { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Received.Enqueue(new ReceivedWebhook(context.Request.Headers["X-Webhook-Timestamp"] ?? "", context.Request.Headers["X-Webhook-Signature"] ?? "", body.ToArray()));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over, or the platform did not wait for the answer.
            }
        }
    }
}

/// <summary>What it was told.</summary>
internal sealed record ReceivedWebhook(string Timestamp, string Signature, byte[] Body)
{
    public string? Status => JsonDocument.Parse(Body).RootElement.GetProperty("status").GetString();

    public bool IsSignedWith(string secret)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Timestamp}."), .. Body];
        return Signature == $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
