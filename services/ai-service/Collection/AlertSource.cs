using System.Text.Json;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Alerts of the project's monitoring systems.</summary>
internal static class AlertSource
{
    private const int Most = 10;
    private static readonly string[] ServiceLabels = ["service", "service_name", "app", "job"];

    public static async Task<Findings> CollectAsync(Question question, CancellationToken cancel)
    {
        var answer = await question.GetIntegrationsAsync(
            $"/projects/{question.Scope.ProjectId}/monitoring/alerts?limit=200", PeerJson.Default.IReadOnlyListAlertBody, cancel);
        if (answer.Value is null)
        {
            return Findings.Without(EvidenceKind.Alert, answer);
        }

        return new(
        [
            .. answer.Value
                .Where(alert => question.Window.HasAlert(alert.StartsAt, alert.EndsAt))
                .OrderByDescending(alert => StrengthOf(alert.Severity)).ThenBy(alert => alert.StartsAt).ThenBy(alert => alert.Id)
                .Take(Most)
                .Select(alert => new Evidence(
                    $"alert:{alert.Id}", EvidenceKind.Alert, Signal.AlertFired, SubjectOf(alert.Labels),
                    $"Alert {alert.AlertName} ({alert.Severity}){(string.IsNullOrWhiteSpace(alert.Summary) ? "" : ": " + Words.Cut(alert.Summary, 200))}",
                    "/alerts", alert.StartsAt, StrengthOf(alert.Severity), 0.9)),
        ]);
    }

    private static double StrengthOf(string severity) => severity switch { "critical" => 1, "high" => 0.8, "medium" => 0.6, _ => 0.3 };

    private static string SubjectOf(JsonElement labels)
    {
        foreach (var name in ServiceLabels)
        {
            if (labels.ValueKind == JsonValueKind.Object && labels.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                return value.GetString()!;
            }
        }

        return "";
    }
}
