using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.ApiGateway.RateLimits;

/// <summary>
/// Configuration section <c>RateLimits</c>. Each number is the requests a client may send at once after a quiet minute and
/// the number it gets back per minute. A client is a user, an API key, or without either an IPv4 address or IPv6 /64 network.
/// </summary>
internal sealed class RateLimitOptions
{
    public const string SectionName = "RateLimits";

    /// <summary>Requests of one user, or from one address without credentials. A dashboard sends 33 in its first minute. Default 600.</summary>
    [Range(1, 1_000_000)]
    public int GeneralPerMinute { get; set; } = 600;

    /// <summary>Logins and registrations from one address, which an office may share. auth-service also limits them per account. Default 120.</summary>
    [Range(1, 1_000_000)]
    public int LoginPerMinute { get; set; } = 120;

    /// <summary>Requests of one user that may use a language model. Default 20.</summary>
    [Range(1, 1_000_000)]
    public int AiPerMinute { get; set; } = 20;

    /// <summary>Ingest requests of one API key, each with a whole batch. Default 6,000.</summary>
    [Range(1, 10_000_000)]
    public int IngestPerMinute { get; set; } = 6_000;

    /// <summary>Webhooks of one integration. Default 3,000.</summary>
    [Range(1, 10_000_000)]
    public int WebhookPerMinute { get; set; } = 3_000;

    /// <summary>Webhooks from one address, of all integrations together: what guessing ids meets. Default 12,000.</summary>
    [Range(1, 10_000_000)]
    public int WebhookSenderPerMinute { get; set; } = 12_000;

    /// <summary>Milliseconds that Redis may take; then the request passes uncounted. Default 250.</summary>
    [Range(1, 60_000)]
    public int TimeoutMilliseconds { get; set; } = 250;

    /// <summary>Seconds for which Redis is left alone after it failed, so that an outage slows one request per this time and not all. Default 1.</summary>
    [Range(0.01, 60)]
    public double RetrySeconds { get; set; } = 1;

    public int PerMinute(Budget budget) => budget switch
    {
        Budget.Login => LoginPerMinute,
        Budget.Ai => AiPerMinute,
        Budget.Ingest => IngestPerMinute,
        Budget.Webhook => WebhookPerMinute,
        Budget.WebhookSender => WebhookSenderPerMinute,
        _ => GeneralPerMinute,
    };
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
