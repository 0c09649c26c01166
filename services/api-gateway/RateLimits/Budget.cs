namespace SreCopilot.ApiGateway.RateLimits;

/// <summary>What a request is counted against, per user, API key or address.</summary>
internal enum Budget
{
    /// <summary>Everything that has no budget of its own.</summary>
    General,

    /// <summary>Signing in and registering; counted against <see cref="General"/> too.</summary>
    Login,

    /// <summary>What may cost money at a language model; counted against <see cref="General"/> too.</summary>
    Ai,

    /// <summary>Sending telemetry with an API key.</summary>
    Ingest,

    /// <summary>The alerts of one integration, wherever they come from; counted against <see cref="WebhookSender"/> too.</summary>
    Webhook,

    /// <summary>Webhooks from one address, whatever integrations they name.</summary>
    WebhookSender,
}

/// <summary>Says on an endpoint which budget its requests use.</summary>
internal sealed record BudgetOf(Budget Budget);
