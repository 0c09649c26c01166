using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SreCopilot.ServiceDefaults.Shutdown;

/// <summary>How a service leaves its clients.</summary>
internal sealed class DrainOptions
{
    public const int LongestSeconds = 20;

    /// <summary>Seconds in which a service that was told to stop still listens and asks its clients to let go of their
    /// connections. Environment variable <c>DRAIN_SECONDS</c>; default 0, because nobody waits for a service on a developer's
    /// machine to leave politely. They are part of the time that requests in flight have to finish.</summary>
    public int Seconds { get; set; }
}

/// <summary>
/// A client that keeps connections open loses the request it sends at the very moment the server closes one, and must not
/// repeat it unless it changes nothing. So before the listener closes, every answer says <c>Connection: close</c>: clients
/// come back on a connection to another replica, and what is left to close is idle.
/// </summary>
internal sealed class Draining(IHostApplicationLifetime lifetime, IOptions<DrainOptions> options, TimeProvider time) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Has happened already unless somebody stops the host from within.
        lifetime.StopApplication();
        await Task.Delay(TimeSpan.FromSeconds(options.Value.Seconds), time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal sealed class LastAnswers(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public Task InvokeAsync(HttpContext context)
    {
        // When the answer starts, so that a request that was in flight already says it, too.
        context.Response.OnStarting(CloseConnection, context);
        return next(context);
    }

    private Task CloseConnection(object state)
    {
        var context = (HttpContext)state;
        // HTTP/2 says it without a header, and an upgraded connection is no longer ours.
        if (lifetime.ApplicationStopping.IsCancellationRequested
            && HttpProtocol.IsHttp11(context.Request.Protocol)
            && context.Response.StatusCode != StatusCodes.Status101SwitchingProtocols)
        {
            context.Response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    }
}

internal static class DrainingExtensions
{
    public static void AddDraining(this WebApplicationBuilder builder)
    {
        var text = builder.Configuration["DRAIN_SECONDS"];
        builder.Services.AddOptions<DrainOptions>()
            .Configure(options => options.Seconds = string.IsNullOrEmpty(text) ? 0 : int.TryParse(text, out var seconds) ? seconds : -1)
            .Validate(options => options.Seconds is >= 0 and <= DrainOptions.LongestSeconds, $"DRAIN_SECONDS must be a whole number from 0 to {DrainOptions.LongestSeconds}.")
            .ValidateOnStart();
        builder.Services.AddHostedService<Draining>();
    }
}
