using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>Reads bodies of which every byte is signed.</summary>
internal static class WebhookBody
{
    /// <summary>Events of runs and deployments have some ten KiB; pushes of thousands of commits more, but they tell nothing that is needed.</summary>
    public const int Longest = 2 * 1024 * 1024;

    // As deep as anybody nests; deeper ones are made to hurt.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <returns>The bytes. Too large: throws BadHttpRequestException with status 413, which the error handler answers.</returns>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Longest;
        }

        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 16 * 1024, Longest));
        await request.Body.CopyToAsync(buffer, cancel);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>The JSON object; null when it is none.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(body, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static IResult NoJson() => ApiErrors.BadRequest("Send the body as one JSON object.", ErrorCodes.ValidationError);

    public static IResult NotGenuine() => ApiErrors.Create(
        StatusCodes.Status401Unauthorized, "The signature or secret of the webhook is missing, wrong or too old. Use the secret of this connection.", ErrorCodes.Unauthorized);
}
