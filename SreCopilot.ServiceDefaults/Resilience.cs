using Microsoft.Extensions.Http.Resilience;

namespace SreCopilot.ServiceDefaults;

/// <summary>Service-to-service calls: short attempts, retries only where a repeat is harmless.</summary>
internal static class Resilience
{
    public static void Configure(HttpStandardResilienceOptions options)
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.Retry.MaxRetryAttempts = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(10);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(30);
        options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(30);
    }
}
