using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Telemetry;
using StackExchange.Redis;

namespace SreCopilot.ApiGateway.RateLimits;

/// <summary>
/// Limits clients while Redis answers. When it does not, requests pass uncounted: a cache must not take the platform down.
/// Redis is then asked again after <see cref="RateLimitOptions.RetrySeconds"/> only; a log line says when that begins and ends.
/// </summary>
internal sealed partial class RateLimiter
{
    private static readonly Budget[] General = [Budget.General];
    private static readonly Budget[] Login = [Budget.Login, Budget.General];
    private static readonly Budget[] Ai = [Budget.Ai, Budget.General];
    private static readonly Budget[] Ingest = [Budget.Ingest];
    private static readonly Budget[] Webhook = [Budget.Webhook];
    private static readonly Budget[] WebhookSender = [Budget.WebhookSender];

    private readonly BudgetCounter _counter;
    private readonly RateLimitOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RateLimiter> _logger;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _uncounted;
    private long _closedUntil;
    private int _isAway;

    public RateLimiter(BudgetCounter counter, IOptions<RateLimitOptions> options, TimeProvider time, IMeterFactory meters, ILogger<RateLimiter> logger)
    {
        (_counter, _options, _time, _logger) = (counter, options.Value, time, logger);
        var meter = meters.Create(TelemetrySources.Platform);
        _refused = meter.CreateCounter<long>("rate_limited_requests", description: "Requests refused with 429, by budget.");
        _uncounted = meter.CreateCounter<long>("rate_limit_uncounted_requests", description: "Requests that passed uncounted because Redis was away.");
    }

    /// <summary>Counts one request.</summary>
    /// <returns>Where the client stands; null when Redis is away and the request passes.</returns>
    public async ValueTask<Count?> CountAsync(string client, Budget budget)
    {
        if (_time.GetTimestamp() < Volatile.Read(ref _closedUntil))
        {
            _uncounted.Add(1);
            return null;
        }

        try
        {
            var count = await _counter.CountAsync(client, BudgetsOf(budget)).WaitAsync(TimeSpan.FromMilliseconds(_options.TimeoutMilliseconds), _time);
            if (Interlocked.Exchange(ref _isAway, 0) == 1)
            {
                LogBack();
            }

            if (!count.IsAllowed)
            {
                _refused.Add(1, new KeyValuePair<string, object?>("budget", count.Budget.ToString().ToLowerInvariant()));
            }

            return count;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Volatile.Write(ref _closedUntil, _time.GetTimestamp() + (long)(_options.RetrySeconds * _time.TimestampFrequency));
            _uncounted.Add(1);
            if (Interlocked.Exchange(ref _isAway, 1) == 0)
            {
                LogAway(exception.GetType().Name);
            }

            return null;
        }
    }

    private static Budget[] BudgetsOf(Budget budget) => budget switch
    {
        Budget.Login => Login,
        Budget.Ai => Ai,
        Budget.Ingest => Ingest,
        Budget.Webhook => Webhook,
        Budget.WebhookSender => WebhookSender,
        _ => General,
    };

    [LoggerMessage(LogLevel.Warning, "Redis does not answer ({Reason}): requests pass without rate limits until it does")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "Redis answers again: rate limits are in force")]
    private partial void LogBack();
}
