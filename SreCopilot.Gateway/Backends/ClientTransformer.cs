using SreCopilot.ReverseProxy;
using Yarp.ReverseProxy.Forwarder;

namespace SreCopilot.Gateway.Backends;

/// <summary>Passes a request on with the truth about its client: what the client itself claims in these headers is dropped.</summary>
/// <param name="path">The path at the backend; null to keep the client's.</param>
internal sealed class ClientTransformer(string? path = null) : HttpTransformer
{
    private static readonly string[] Claims = ["Forwarded", "X-Internal-Token", "X-Real-IP"];
    private static readonly string[] ClaimPrefixes = ["X-Forwarded-", "X-Original-"];

    public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
        foreach (var header in request.Headers.NonValidated.Select(header => header.Key).Where(IsClaim).ToList())
        {
            request.Headers.Remove(header);
        }

        request.Headers.Host = null;
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", context.Connection.ClientAddress());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", context.Request.Scheme);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", context.Request.Host.Value);
        if (path is not null)
        {
            request.RequestUri = new Uri(new Uri(destinationPrefix), path);
        }
    }

    private static bool IsClaim(string header) =>
        Claims.Contains(header, StringComparer.OrdinalIgnoreCase)
        || ClaimPrefixes.Any(prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
