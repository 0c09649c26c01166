using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace SreCopilot.ApiGateway.RateLimits;

/// <summary>
/// Counts requests in Redis, for all replicas together: one script, one round trip, atomic. A budget is one key that holds
/// the moment until which its requests so far keep it busy (the generic cell rate algorithm: a token bucket as one number),
/// by the clock of Redis. A request is counted against all its budgets or, when one is used up, against none.
/// </summary>
internal sealed class BudgetCounter(IConnectionMultiplexer redis, IOptions<RateLimitOptions> options)
{
    private const double WindowMilliseconds = 60_000;

    // KEYS: the budgets. ARGV: for each, the milliseconds that one request costs. Returns whether the request is allowed, the
    // number of the tightest budget, what is left of it in requests and the milliseconds until it is full again.
    private const string Script = """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        local window = 60000
        local allowed, tightest, least, busy = 1, 1, math.huge, 0
        local moments = {}
        for i = 1, #KEYS do
          local cost = tonumber(ARGV[i])
          local moment = math.max(tonumber(redis.call('GET', KEYS[i]) or '0') or 0, now)
          local left = math.floor((window - (moment - now)) / cost + 0.000001)
          moments[i] = moment + cost
          if left < 1 then allowed = 0 end
          if left < least then
            least = left
            tightest = i
            busy = moment - now
          end
        end
        if allowed == 1 then
          for i = 1, #KEYS do
            redis.call('SET', KEYS[i], string.format('%.3f', moments[i]), 'PX', math.max(1, math.ceil(moments[i] - now)))
          end
          least = least - 1
          busy = busy + tonumber(ARGV[tightest])
        end
        return { allowed, tightest, least, math.ceil(busy) }
        """;

    private readonly RateLimitOptions _limits = options.Value;

    /// <summary>Counts one request.</summary>
    /// <param name="client">The client's key.</param>
    /// <param name="budgets">The budgets.</param>
    public async Task<Count> CountAsync(string client, Budget[] budgets)
    {
        var keys = Array.ConvertAll(budgets, budget => (RedisKey)$"ratelimit:{NameOf(budget)}:{client}");
        var costs = Array.ConvertAll(budgets, budget => (RedisValue)(WindowMilliseconds / _limits.PerMinute(budget)));
        var result = (long[])(await redis.GetDatabase().ScriptEvaluateAsync(Script, keys, costs))!;
        var tightest = budgets[result[1] - 1];
        return new Count(result[0] == 1, tightest, _limits.PerMinute(tightest), (int)Math.Max(0, result[2]), (int)Math.Ceiling(result[3] / 1000.0));
    }

    private static string NameOf(Budget budget) => budget switch
    {
        Budget.Login => "login",
        Budget.Ai => "ai",
        Budget.Ingest => "ingest",
        Budget.Webhook => "webhook",
        Budget.WebhookSender => "webhook-sender",
        _ => "general",
    };
}

/// <summary>Where a client stands after a request.</summary>
/// <param name="IsAllowed">Whether the request may pass.</param>
/// <param name="Budget">The tightest of its budgets, which the other values are about.</param>
/// <param name="Limit">Requests per minute.</param>
/// <param name="Remaining">Requests that may follow at once.</param>
/// <param name="ResetSeconds">Seconds until the budget is full again.</param>
internal readonly record struct Count(bool IsAllowed, Budget Budget, int Limit, int Remaining, int ResetSeconds);
