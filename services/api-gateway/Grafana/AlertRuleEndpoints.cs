using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>The alert rules of the project's Grafana.</summary>
internal sealed record AlertRules(IReadOnlyList<AlertRule> Rules, int Total, int Firing, string GrafanaUrl);

/// <summary>One rule: of today's alerting, or (without the fields in the middle) of the one before Grafana 9.</summary>
internal sealed record AlertRule(
    string Uid,
    string Title,
    string State,
    JsonElement Labels,
    JsonElement Annotations,
    bool IsPaused,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Condition = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FolderUid = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RuleGroup = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ForDuration = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DashboardUid = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PanelId = null);

internal static class AlertRuleEndpoints
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    public static async Task<Results<Ok<AlertRules>, JsonHttpResult<ErrorBody>>> ListAsync(HttpContext http, GrafanaAccess access, GrafanaClient client, CancellationToken cancel)
    {
        var (grafana, error) = await access.FindAsync(http.GetCaller(), cancel);
        if (grafana is null)
        {
            return error!;
        }

        var provisioned = await client.GetAsync(grafana, "/api/v1/provisioning/alert-rules", cancel);
        var isLegacy = provisioned.Status == HttpStatusCode.NotFound;
        if (provisioned.Json is null && !isLegacy)
        {
            // Not an empty list: that would read as "nothing is wrong".
            return GrafanaAccess.Explain(provisioned);
        }

        // Today's alerting tells the states at one address, the one before at the other.
        var alerts = isLegacy ? default : await client.GetAsync(grafana, "/api/prometheus/grafana/api/v1/alerts", cancel);
        if (alerts.Json is null)
        {
            alerts = await client.GetAsync(grafana, "/api/alerts", cancel);
        }

        if (isLegacy && alerts.Json is null)
        {
            return GrafanaAccess.Explain(alerts);
        }

        List<AlertRule> rules = isLegacy
            ? [.. alerts.Json.Items().Select(ReadLegacy)]
            : [.. provisioned.Json.Items().Select(rule => Read(rule, StatesOf(alerts.Json)))];
        return TypedResults.Ok(new AlertRules(rules, rules.Count, rules.Count(IsFiring), grafana.Url));
    }

    private static bool IsFiring(AlertRule rule) => rule.State.ToLowerInvariant() is "alerting" or "firing" or "pending";

    // Several instances of one rule: the worst state counts.
    private static Dictionary<string, string> StatesOf(JsonElement? alerts) =>
        alerts.Field("data").Field("alerts").Items().Concat(alerts.Items())
            .Select(alert => (Rule: alert.Field("labels")?.Text("alertname") ?? alert.Text("name"), State: (alert.Text("state") ?? "").ToLowerInvariant()))
            .Where(alert => alert.Rule is not null && alert.State.Length > 0)
            .GroupBy(alert => alert.Rule!)
            .ToDictionary(group => group.Key, group => group.Select(alert => alert.State).MaxBy(state => state switch { "alerting" or "firing" => 2, "pending" => 1, _ => 0 })!);

    private static AlertRule Read(JsonElement rule, Dictionary<string, string> states) => new(
        rule.Text("uid", ""),
        rule.Text("title", ""),
        states.GetValueOrDefault(rule.Text("title", ""), "normal"),
        rule.Field("labels") ?? Empty,
        rule.Field("annotations") ?? Empty,
        rule.Flag("isPaused"),
        rule.Text("condition", ""),
        rule.Text("folderUID", ""),
        rule.Text("ruleGroup", ""),
        rule.Text("for", ""));

    private static AlertRule ReadLegacy(JsonElement alert) => new(
        alert.Text("id", ""),
        alert.Text("name", ""),
        alert.Text("state", "normal"),
        Empty,
        Empty,
        alert.Text("state") == "paused",
        DashboardUid: alert.Text("dashboardUid", ""),
        PanelId: alert.Int("panelId"));
}
