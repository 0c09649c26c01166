using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>
/// Alertmanager's webhook, version 4:
/// <c>{"version":"4","groupKey":"{}:{alertname=\"Down\"}","status":"firing","alerts":[{"status":"firing","labels":{...},"annotations":{...},
/// "startsAt":"2026-03-01T10:20:30.123Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://...","fingerprint":"c14f5a1a2f1e3d55"}]}</c>
/// </summary>
internal static class AlertmanagerPayload
{
    public static Payload Read(JsonElement body, SeverityMap severities)
    {
        if (body.Field("alerts") is not { ValueKind: JsonValueKind.Array } alerts)
        {
            return Payload.Unusable("alerts: must be an array");
        }

        var group = body.Text("groupKey") is { } key ? Identifier.Group(key) : null;
        var style = new PrometheusAlerts.Style("Prometheus", "unknown", group, IsFiring, Expires: false, severities);
        return Payload.Of(alerts.EnumerateArray().Select(alert => Read(alert, style)));
    }

    private static ReadAlert Read(JsonElement alert, PrometheusAlerts.Style style) =>
        alert.ValueKind == JsonValueKind.Object && alert.Text("status") is not ("firing" or "resolved")
            ? ReadAlert.Unusable("status: must be firing or resolved", alert.Field("labels")?.Text("alertname") is { } name ? SenderText.Line(name, 255) : null)
            : PrometheusAlerts.Read(alert, style);

    private static bool IsFiring(JsonElement alert) => alert.Text("status") == "firing";
}
