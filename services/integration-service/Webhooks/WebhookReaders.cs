using System.Text.Json;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Senders;

namespace SreCopilot.IntegrationService.Webhooks;

/// <summary>Makes notices of a body.</summary>
internal delegate Payload WebhookReader(JsonElement body, Integration source, DateTimeOffset now);

internal static class WebhookReaders
{
    /// <summary>By the integration's type.</summary>
    public static Payload ReadAny(JsonElement body, Integration source, DateTimeOffset now)
    {
        var severities = new SeverityMap(source.Settings);
        return source.IntegrationType switch
        {
            IntegrationType.Grafana => GrafanaPayload.Read(body, severities, source.Url),
            IntegrationType.Generic => GenericPayload.Read(body, severities, source.Settings),
            // Prometheus' own list of alerts, should somebody post it here.
            _ when body.ValueKind == JsonValueKind.Array => PrometheusPayload.Read(body, severities, now),
            _ => AlertmanagerPayload.Read(body, severities),
        };
    }
}
