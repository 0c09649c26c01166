using System.Security.Cryptography;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>How long to wait before the next attempt.</summary>
internal static class Backoff
{
    /// <param name="attempts">How many there were.</param>
    /// <param name="wanted">What the receiver asked for; never less than that.</param>
    /// <param name="options">First and longest pause.</param>
    public static TimeSpan Of(int attempts, TimeSpan? wanted, NotificationOptions options)
    {
        var seconds = Math.Min(options.MaxRetrySeconds, options.RetrySeconds * Math.Pow(2, Math.Min(attempts - 1, 30)));
        // Up to a quarter more: what failed together need not come back together.
        var pause = TimeSpan.FromSeconds(seconds * (1 + (RandomNumberGenerator.GetInt32(250) / 1000.0)));
        return wanted is { } least && least > pause ? least : pause;
    }
}
