using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Alerts of the platform's own conditions and synthetic monitors.</summary>
internal static class ConditionAlertSource
{
    private const int Most = 10;

    public static async Task<Findings> CollectAsync(Question question, CancellationToken cancel)
    {
        var answer = await question.GetAlertingAsync("/alerts?limit=500", PeerJson.Default.IReadOnlyListConditionAlertBody, cancel);
        if (answer.Value is null)
        {
            return Findings.Without(EvidenceKind.Alert, answer);
        }

        return new(
        [
            .. answer.Value
                .Where(alert => question.Window.HasAlert(alert.FiredAt, alert.ResolvedAt))
                .OrderByDescending(alert => StrengthOf(alert.Severity)).ThenBy(alert => alert.FiredAt).ThenBy(alert => alert.AlertId)
                .Take(Most)
                .Select(alert => new Evidence(
                    $"alert:{alert.AlertId}", EvidenceKind.Alert, Signal.AlertFired, alert.ServiceName,
                    $"Alert {alert.ConditionName} ({alert.Severity}){(string.IsNullOrWhiteSpace(alert.Message) ? "" : ": " + Words.Cut(alert.Message, 200))}",
                    "/alerts", alert.FiredAt, StrengthOf(alert.Severity), 0.9)),
        ]);
    }

    private static double StrengthOf(string severity) => severity switch { "critical" => 1, "warning" => 0.6, _ => 0.3 };
}
