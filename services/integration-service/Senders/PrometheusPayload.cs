using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>
/// What Prometheus itself sends to an Alertmanager (<c>POST .../api/v2/alerts</c>):
/// <c>[{"labels":{"alertname":"Down","severity":"critical"},"annotations":{"summary":"..."},"startsAt":"...","endsAt":"...","generatorURL":"..."}]</c>.
/// An alert is over when its <c>endsAt</c> has passed; Prometheus sends firing ones again and again with a later one.
/// </summary>
internal static class PrometheusPayload
{
    public static Payload Read(JsonElement body, SeverityMap severities, DateTimeOffset now)
    {
        if (body.ValueKind != JsonValueKind.Array)
        {
            return Payload.Unusable("The body must be an array of alerts.");
        }

        var style = new PrometheusAlerts.Style("Prometheus", "unknown", null, alert => alert.Time("endsAt") is not { } end || end > now, Expires: true, severities);
        return Payload.Of(body.EnumerateArray().Select(alert => PrometheusAlerts.Read(alert, style)));
    }
}
