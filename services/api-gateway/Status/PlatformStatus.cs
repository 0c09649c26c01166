using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using SreCopilot.ReverseProxy;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.ApiGateway.Status;

/// <summary>
/// Asks all services for their health at the same time. Whoever asks within a second gets the same answer, so that
/// a public page cannot be used to hammer the platform: at most one round of 13 requests per second and replica.
/// </summary>
internal sealed class PlatformStatus(
    IOptions<GatewayOptions> options,
    BackendConnections connections,
    HealthCheckService ownHealth,
    IHostEnvironment environment,
    TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<StatusBody>? _round;

    public Task<StatusBody> GetAsync()
    {
        lock (_gate)
        {
            return _round is null || IsStale(_round) ? _round = AskAllAsync() : _round;
        }
    }

    private bool IsStale(Task<StatusBody> round) =>
        round.IsCompleted && (!round.IsCompletedSuccessfully || time.GetUtcNow().UtcDateTime - round.Result.CheckedAt >= FreshFor);

    private async Task<StatusBody> AskAllAsync()
    {
        // A page that refreshes itself would bury the traces of real requests.
        using var untraced = SuppressInstrumentationScope.Begin();
        var services = await Task.WhenAll([AskSelfAsync(), .. options.Value.Addresses.Select(backend => AskAsync(backend.Key, backend.Value))]);
        Array.Sort(services, (left, right) => string.CompareOrdinal(left.Name, right.Name));

        var healthy = services.All(service => service.Status == ServiceStatus.Healthy);
        return new StatusBody(healthy ? "healthy" : "degraded", time.GetUtcNow().UtcDateTime, services);
    }

    private async Task<ServiceStatus> AskAsync(Backend backend, Uri address)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var deadline = new CancellationTokenSource(Deadline, time);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/health"));
            using var response = await connections.Client.SendAsync(request, deadline.Token);
            return response.IsSuccessStatusCode
                ? Report(ServiceStatus.Healthy, null)
                : Report(ServiceStatus.Unhealthy, $"It is running but not ready to serve (HTTP {(int)response.StatusCode}).");
        }
        catch (HttpRequestException)
        {
            return Report(ServiceStatus.Unreachable, "It could not be reached.");
        }
        catch (OperationCanceledException)
        {
            return Report(ServiceStatus.Unreachable, $"It did not answer within {Deadline.TotalSeconds:0} seconds.");
        }

        ServiceStatus Report(string status, string? detail) => new(backend.Name, status, MillisecondsSince(started), detail);
    }

    private async Task<ServiceStatus> AskSelfAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var report = await ownHealth.CheckHealthAsync(check => check.Tags.Contains(HealthEndpoints.ReadyTag));
        return report.Status == HealthStatus.Unhealthy
            ? new(environment.ApplicationName, ServiceStatus.Unhealthy, MillisecondsSince(started), "It is running but not ready to serve.")
            : new(environment.ApplicationName, ServiceStatus.Healthy, MillisecondsSince(started), null);
    }

    private static long MillisecondsSince(long started) => (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
