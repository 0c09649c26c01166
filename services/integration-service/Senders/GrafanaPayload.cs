using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>
/// Grafana's webhooks. Unified alerting sends what Alertmanager sends and more; an alert of the earlier system's shape has
/// <c>uid</c>, <c>title</c>, <c>state</c> and <c>message</c>; Grafana before version 9 sends one alert as the whole body.
/// </summary>
internal static class GrafanaPayload
{
    private const string UnknownService = "grafana-monitored-service";

    public static Payload Read(JsonElement body, SeverityMap severities, string grafanaUrl)
    {
        if (body.Field("alerts") is not { ValueKind: JsonValueKind.Array } alerts)
        {
            return body.Field("ruleName") is not null || body.Field("ruleId") is not null
                ? Payload.Of([GrafanaLegacyAlert.ReadRule(body, UnknownService)])
                : Payload.Unusable("alerts: must be an array");
        }

        var group = body.Text("groupKey") is { } key ? Identifier.Group(key) : null;
        var style = new PrometheusAlerts.Style("Grafana", UnknownService, group, alert => alert.Text("status") == "firing", Expires: false, severities);
        return Payload.Of(alerts.EnumerateArray().Select(alert => alert.Field("labels") is null && alert.Field("state") is not null
            ? GrafanaLegacyAlert.Read(alert, body, grafanaUrl, UnknownService)
            : ReadUnified(alert, style)));
    }

    // "panelURL" and "dashboardURL" lead to the graph; "generatorURL" to the rule.
    private static ReadAlert ReadUnified(JsonElement alert, PrometheusAlerts.Style style)
    {
        if (alert.ValueKind == JsonValueKind.Object && alert.Text("status") is not ("firing" or "resolved"))
        {
            return ReadAlert.Unusable("status: must be firing or resolved");
        }

        var read = PrometheusAlerts.Read(alert, style);
        return read.Notice is { Url: null } notice && (alert.Text("panelURL") ?? alert.Text("dashboardURL")) is { } url
            ? ReadAlert.Of(notice with { Url = SenderText.Line(url, 2000) })
            : read;
    }
}
