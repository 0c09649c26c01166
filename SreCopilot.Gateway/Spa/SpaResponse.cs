using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SreCopilot.Gateway.Spa;

/// <summary>Sends a file in the best encoding the client takes, or says that the client's copy is still good.</summary>
internal static class SpaResponse
{
    private const string OneYear = "public, max-age=31536000, immutable";

    // Kept, but asked for again each time: a new build is seen at once and costs a 304 otherwise.
    private const string AskAgain = "no-cache";

    public static async Task SendAsync(HttpContext context, SpaFile file)
    {
        var request = context.Request;
        var response = context.Response;
        var representation = Choose(file, request.Headers.AcceptEncoding);

        response.Headers.ETag = representation.ETag;
        response.Headers.CacheControl = file.IsImmutable ? OneYear : AskAgain;
        if (file.Representations.Count > 1)
        {
            response.Headers.Vary = HeaderNames.AcceptEncoding;
        }

        if (HasCurrentCopy(request, representation))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = file.ContentType;
        response.ContentLength = representation.Length;
        if (representation.Encoding is { } encoding)
        {
            response.Headers.ContentEncoding = encoding;
        }

        if (HttpMethods.IsGet(request.Method))
        {
            await response.SendFileAsync(representation.Path, 0, representation.Length, context.RequestAborted);
        }
    }

    // The plain file is last and always acceptable: better than an error for a client that refuses everything.
    private static Representation Choose(SpaFile file, StringValues acceptEncoding)
    {
        if (file.Representations.Count == 1 || !StringWithQualityHeaderValue.TryParseList(acceptEncoding!, out var accepted))
        {
            return file.Representations[^1];
        }

        return file.Representations
            .Where(representation => representation.Encoding is not null)
            .MaxBy(representation => Quality(accepted, representation.Encoding!)) is { } best && Quality(accepted, best.Encoding!) > 0
                ? best
                : file.Representations[^1];
    }

    private static double Quality(IList<StringWithQualityHeaderValue> accepted, string encoding)
    {
        var entry = accepted.FirstOrDefault(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(value => value.Value.Equals("*", StringComparison.Ordinal));
        return entry is null ? 0 : entry.Quality ?? 1;
    }

    private static bool HasCurrentCopy(HttpRequest request, Representation representation) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags)
        && tags.Any(tag => tag.Tag.Equals("*", StringComparison.Ordinal) || tag.Tag.Equals(representation.ETag, StringComparison.Ordinal));
}
