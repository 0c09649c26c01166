using Microsoft.AspNetCore.Http.Features;

namespace SreCopilot.SecurityService.Scans;

/// <summary>Reads the body of a scan into memory.</summary>
internal static class ScanBody
{
    /// <exception cref="BadHttpRequestException">413: it is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, int mostBytes, CancellationToken cancel)
    {
        // Kestrel counts, also when no length was announced.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = mostBytes;
        }

        var announced = http.Request.ContentLength;
        if (announced > mostBytes)
        {
            throw new BadHttpRequestException("The scan is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        var body = new MemoryStream((int)(announced ?? 64 * 1024));
        await http.Request.Body.CopyToAsync(body, cancel);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
