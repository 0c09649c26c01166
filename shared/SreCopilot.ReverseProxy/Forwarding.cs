using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SreCopilot.ServiceDefaults.Errors;
using Yarp.ReverseProxy.Forwarder;

namespace SreCopilot.ReverseProxy;

/// <summary>Forwards requests to the platform's services over one pool of kept-alive connections, and answers for a service that does not.</summary>
public sealed partial class Forwarding(IHttpForwarder forwarder, BackendConnections connections, ILogger<Forwarding> logger)
{
    /// <summary>Forwards the request and relays the answer, whatever its status. A service that cannot be reached is
    /// answered as 502 <c>service_unavailable</c>, one that is too slow as 504 <c>gateway_timeout</c>.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="service">The service's deployed name, for the error text.</param>
    /// <param name="address">Where the service is.</param>
    /// <param name="idleTimeout">How long the service may stay silent.</param>
    /// <param name="transformer">Decides what is passed on in both directions.</param>
    public async Task ForwardAsync(HttpContext context, string service, Uri address, TimeSpan idleTimeout, HttpTransformer transformer)
    {
        var request = new ForwarderRequestConfig
        {
            ActivityTimeout = idleTimeout,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var outcome = await forwarder.SendAsync(context, address.AbsoluteUri, connections.Client, request, transformer);
        if (outcome == ForwarderError.None || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        LogFailure(logger, service, context.Request.Method, context.Request.Path, outcome, context.Features.Get<IForwarderErrorFeature>()?.Exception?.Message);
        if (!context.Response.HasStarted && Describe(service, idleTimeout, context.Response.StatusCode) is { } error)
        {
            await error.ExecuteAsync(context);
        }
    }

    private static JsonHttpResult<ErrorBody>? Describe(string service, TimeSpan idleTimeout, int status) => status switch
    {
        StatusCodes.Status502BadGateway => ApiErrors.Create(
            status,
            $"The {service} cannot be reached at the moment. Try again in a few seconds; GET /api/v1/status shows which services are up.",
            error: "service_unavailable"),
        StatusCodes.Status504GatewayTimeout => ApiErrors.Create(
            status,
            $"The {service} did not answer within {idleTimeout.TotalSeconds:0.#} seconds. What you asked for may still have happened: check before you repeat it.",
            error: "gateway_timeout"),
        // The client's fault: the body for its status comes from the service defaults.
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} did not answer {Method} {Path}: {Outcome} ({Reason})")]
    private static partial void LogFailure(ILogger logger, string service, string method, PathString path, ForwarderError outcome, string? reason);
}

/// <summary>The process's one pool of connections to the platform's services.</summary>
public sealed class BackendConnections : IDisposable
{
    /// <summary>Sends without redirects, cookies, decompression or a proxy from the environment.</summary>
    public HttpMessageInvoker Client { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        // A service that moved to another address is found again after this time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        // Replaces the trace headers of the client by those of our own span.
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
    });

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}

/// <summary>Registration of <see cref="Forwarding"/>.</summary>
public static class ForwardingExtensions
{
    /// <summary>Adds <see cref="Forwarding"/>.</summary>
    public static WebApplicationBuilder AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<BackendConnections>();
        builder.Services.AddSingleton<Forwarding>();
        // YARP logs two lines per request; our own line says what failed and why.
        builder.Logging.AddFilter("Yarp", LogLevel.None);
        return builder;
    }
}
