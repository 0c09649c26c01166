using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.Identity;
using Yarp.ReverseProxy.Forwarder;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>What passes between client and backend: the request's content, a short list of headers and the internal token.</summary>
internal sealed class BackendTransformer(IssuedTokens tokens) : HttpTransformer
{
    public const string RefreshCookie = "refresh_token";

    public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
        var call = context.Features.GetRequiredFeature<ProxyCall>();
        var passed = BackendHeaders.PassedBy(call.Route);
        foreach (var header in request.Headers.NonValidated.Select(header => header.Key).ToList())
        {
            if (!passed.Contains(header))
            {
                request.Headers.Remove(header);
            }
        }

        request.RequestUri = new Uri(new Uri(destinationPrefix), call.PathAndQuery);
        request.Headers.TryAddWithoutValidation(InternalTokens.HeaderName, tokens.For(call.Caller));
        request.Headers.TryAddWithoutValidation(RequestIds.Header, context.Request.Headers[RequestIds.Header].ToString());
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
        var route = context.Features.GetRequiredFeature<ProxyCall>().Route;
        if (!route.Cookies.HasFlag(Cookies.Set))
        {
            context.Response.Headers.Remove(HeaderNames.SetCookie);
        }

        // The contract's clients expect 200 where a service says "created"; senders of webhooks get the service's own status.
        if (context.Response.StatusCode == StatusCodes.Status201Created && route.Access.Credential != Credential.Webhook)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
        }

        return relayBody;
    }
}

/// <summary>One forwarded request.</summary>
internal sealed record ProxyCall(ProxyRoute Route, string PathAndQuery, Caller Caller);
