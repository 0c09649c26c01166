using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>What the severity words of a sender mean: first what the integration's settings say, then the contract.</summary>
internal sealed class SeverityMap
{
    public const string Medium = "medium";

    // The worst first.
    private static readonly string[] Order = ["critical", "high", Medium, "low"];

    private readonly Dictionary<string, string> _own = new(StringComparer.OrdinalIgnoreCase);

    public SeverityMap(JsonElement? settings)
    {
        if (settings?.Field("severity_map") is { ValueKind: JsonValueKind.Object } map)
        {
            foreach (var (word, severity) in settings.Value.Map("severity_map"))
            {
                if (Order.Contains(severity))
                {
                    _own[word] = severity;
                }
            }
        }
    }

    /// <summary>Medium when the sender says nothing.</summary>
    public string Find(string? word) =>
        word is null ? Medium
        : _own.TryGetValue(word.Trim(), out var own) ? own
        : word.Trim().ToLowerInvariant() switch
        {
            "critical" or "emergency" or "fatal" => "critical",
            "high" or "error" => "high",
            "warning" or "warn" or Medium => Medium,
            _ => "low",
        };

    public static bool IsWorse(string severity, string than) => Array.IndexOf(Order, severity) < Array.IndexOf(Order, than);
}
