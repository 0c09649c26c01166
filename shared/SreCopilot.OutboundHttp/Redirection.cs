using System.Net;

namespace SreCopilot.OutboundHttp;

/// <summary>Where answers send a caller, and what goes along.</summary>
internal static class Redirection
{
    public const int Most = 3;

    public static bool IsCallable(Uri? address) =>
        address is { IsAbsoluteUri: true, UserInfo: "", Host.Length: > 0 } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    public static Uri? FindTarget(Uri from, HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location
            ? new Uri(from, location)
            : null;

    // A copy, because a sent request cannot be sent again. Headers may hold credentials, so they stay with their origin.
    public static HttpRequestMessage Follow(HttpRequestMessage request, Uri target)
    {
        var next = new HttpRequestMessage(request.Method, target);
        if (Uri.Compare(request.RequestUri, target, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            foreach (var (name, values) in request.Headers)
            {
                next.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return next;
    }
}
