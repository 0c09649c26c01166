using System.Text.Json;

namespace SreCopilot.IntegrationService.Webhooks;

/// <summary>The bytes of a webhook: signatures are about them.</summary>
internal static class WebhookBody
{
    /// <summary>About 8,000 alerts of Alertmanager. The gateway has the same limit.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    private const int FirstBuffer = 16 * 1024;

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var buffer = new MemoryStream((int)Math.Clamp(request.ContentLength ?? FirstBuffer, 0, MaximumBytes));
        // Too large: throws BadHttpRequestException with status 413, which the error handler answers.
        await request.Body.CopyToAsync(buffer, cancel);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Null when it is no JSON.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            // Some senders begin with a byte order mark.
            return JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
