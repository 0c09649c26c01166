namespace SreCopilot.ApiGateway.Settings;

/// <summary>What can be connected (contract: api-gateway.md section 4), in the contract's order.</summary>
internal static class Categories
{
    public const string Database = "database";
    public const string Redis = "redis";
    public const string Email = "notification_email";
    public const string Slack = "notification_slack";
    public const string PagerDuty = "notification_pagerduty";
    public const string Teams = "notification_teams";
    public const string Webhook = "notification_webhook";
    public const string Prometheus = "observability_prometheus";
    public const string Grafana = "observability_grafana";
    public const string Alertmanager = "observability_alertmanager";
    public const string OpenAi = "ai_openai";
    public const string AzureOpenAi = "ai_azure_openai";

    public static readonly IReadOnlyList<string> All =
        [Database, Redis, Email, Slack, PagerDuty, Teams, Webhook, Prometheus, Grafana, Alertmanager, OpenAi, AzureOpenAi];

    public static readonly CategoryList Listed = new([.. All.Select(id => new Category(id, LabelOf(id)))]);

    /// <summary>Says what is wrong with a category; null when it is known.</summary>
    public static string? FindMistake(string? category) =>
        category is not null && All.Contains(category) ? null : $"category must be one of: {string.Join(", ", All)}.";

    // ai_azure_openai -> Ai Azure Openai
    private static string LabelOf(string id) => string.Join(' ', id.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>The answer of <c>GET /api/v1/settings/connections/categories</c>.</summary>
internal sealed record CategoryList(IReadOnlyList<Category> Categories);

/// <summary>One category.</summary>
internal sealed record Category(string Id, string Label);
