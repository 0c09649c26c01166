using System.Globalization;

namespace SreCopilot.ApiGateway.RateLimits;

/// <summary>How a client learns where it stands (contract: conventions.md section 12).</summary>
internal static class TooManyRequests
{
    public const string LimitHeader = "X-RateLimit-Limit";
    public const string RemainingHeader = "X-RateLimit-Remaining";
    public const string ResetHeader = "X-RateLimit-Reset";

    public static void Announce(HttpResponse response, Count count)
    {
        response.Headers[LimitHeader] = Text(count.Limit);
        response.Headers[RemainingHeader] = Text(count.Remaining);
        response.Headers[ResetHeader] = Text(count.ResetSeconds);
    }

    public static Task RefuseAsync(HttpContext context, Count count)
    {
        var reset = Math.Max(1, count.ResetSeconds);
        context.Response.Headers.RetryAfter = Text(reset);
        var message = $"Too many requests: {count.Limit} per minute are allowed{Purpose(count.Budget)}. Wait {reset} seconds, or send fewer.";
        return TypedResults.Json(
            new TooManyRequestsBody(message, "rate_limit_exceeded", message, new RateLimitBody(count.Limit, 0, reset)),
            GatewayJson.Default.TooManyRequestsBody,
            statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(context);
    }

    private static string Purpose(Budget budget) => budget switch
    {
        Budget.Login => " for signing in and registering",
        Budget.Ai => " for AI analyses",
        Budget.Ingest => " for one API key; put more into each request",
        Budget.Webhook => " for one integration; have the sender group its alerts",
        Budget.WebhookSender => " for webhooks from one address",
        _ => "",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The body of a 429: <c>detail</c> as in all errors, and the contract's fields.</summary>
internal sealed record TooManyRequestsBody(string Detail, string Error, string Message, RateLimitBody RateLimit);

/// <summary>Its numbers.</summary>
internal sealed record RateLimitBody(int Limit, int Remaining, int Reset);
