using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SreCopilot.Identity;
using Yarp.ReverseProxy.Forwarder;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>What passes between client and backend: the request's content, a short list of headers and the internal token.</summary>
internal sealed class BackendTransformer(InternalTokens tokens) : HttpTransformer
{
    public const string RefreshCookie = "refresh_token";

    // Everything else that clients send stays here, above all credentials and whatever claims to come from a proxy.
    private static readonly FrozenSet<string> Passed = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.Accept,
        HeaderNames.AcceptEncoding,
        HeaderNames.AcceptLanguage,
        HeaderNames.CacheControl,
        HeaderNames.IfMatch,
        HeaderNames.IfModifiedSince,
        HeaderNames.IfNoneMatch,
        HeaderNames.UserAgent);

    public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
        foreach (var header in request.Headers.NonValidated.Select(header => header.Key).ToList())
        {
            if (!Passed.Contains(header))
            {
                request.Headers.Remove(header);
            }
        }

        var call = context.Features.GetRequiredFeature<ProxyCall>();
        request.RequestUri = new Uri(new Uri(destinationPrefix), call.Path + context.Request.QueryString.ToUriComponent());
        request.Headers.TryAddWithoutValidation(InternalTokens.HeaderName, tokens.Issue(call.Caller));
        // How the client really came in: the cookies' Secure attribute depends on it. Only the entry point is believed.
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", context.Request.Scheme);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", context.Request.Host.Value);
        if (call.Route.Cookies.HasFlag(Cookies.Refresh) && context.Request.Cookies[RefreshCookie] is { } refreshToken)
        {
            request.Headers.TryAddWithoutValidation(HeaderNames.Cookie, $"{RefreshCookie}={Uri.EscapeDataString(refreshToken)}");
        }
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext context, HttpResponseMessage? response, CancellationToken cancellationToken)
    {
        var relayBody = await base.TransformResponseAsync(context, response, cancellationToken);
        if (!context.Features.GetRequiredFeature<ProxyCall>().Route.Cookies.HasFlag(Cookies.Set))
        {
            context.Response.Headers.Remove(HeaderNames.SetCookie);
        }

        return relayBody;
    }
}

/// <summary>One forwarded request.</summary>
internal sealed record ProxyCall(ProxyRoute Route, string Path, Caller Caller);
