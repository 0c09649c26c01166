using System.Net.Http.Headers;
using SreCopilot.OutboundHttp;

namespace SreCopilot.Connectors;

/// <summary>How long other systems ask to wait.</summary>
public static class RetryAfter
{
    /// <summary>Reads <c>Retry-After: 120</c> and <c>Retry-After: Sun, 01 Mar 2026 10:22:30 GMT</c>.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="now">The time.</param>
    /// <returns>An hour at most; null when the header is absent or says nothing.</returns>
    public static TimeSpan? Read(OutboundResponse response, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(response);
        return RetryConditionHeaderValue.TryParse(response.Headers.GetValueOrDefault("Retry-After"), out var header) ? Bound(header.Delta ?? header.Date - now) : null;
    }

    /// <summary>From nothing to an hour.</summary>
    /// <param name="wait">What was asked for.</param>
    /// <returns>Null for null.</returns>
    public static TimeSpan? Bound(TimeSpan? wait) => wait is { } given ? TimeSpan.FromSeconds(Math.Clamp(given.TotalSeconds, 0, 3600)) : null;
}
