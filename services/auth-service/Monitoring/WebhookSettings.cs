using System.Text.Json;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>
/// The part of an integration's settings that integration-service reads, <c>config.webhook</c>:
/// <c>{"severity_map":{"page":"critical"},"mapping":{"alerts":"/events","title":"/summary","severity":"/labels/level"}}</c>
/// </summary>
internal static class WebhookSettings
{
    public const string Field = "webhook";

    private const int MostSeverities = 50;
    private const int WordLength = 100;
    private const int PointerLength = 200;

    private static readonly string[] Severities = ["critical", "high", "medium", "low"];

    // What a generic sender's JSON can be read for.
    private static readonly string[] Mapped = ["alerts", "title", "severity", "service", "status", "fingerprint", "description", "starts_at", "ends_at", "group", "url"];

    public static IEnumerable<string> FindMistakes(JsonElement config)
    {
        if (!config.TryGetProperty(Field, out var settings) || settings.ValueKind == JsonValueKind.Null)
        {
            yield break;
        }

        if (settings.ValueKind != JsonValueKind.Object)
        {
            yield return "config.webhook: must be an object";
            yield break;
        }

        if (settings.TryGetProperty("severity_map", out var severities) && !IsSeverityMap(severities))
        {
            yield return $"config.webhook.severity_map: must be an object of at most {MostSeverities} words of the sender, each with one of {string.Join(", ", Severities)}";
        }

        if (settings.TryGetProperty("mapping", out var mapping) && !IsMapping(mapping))
        {
            yield return $"config.webhook.mapping: must be an object with JSON pointers such as /labels/name for some of {string.Join(", ", Mapped)}";
        }
    }

    private static bool IsSeverityMap(JsonElement map) =>
        map.ValueKind == JsonValueKind.Object && map.EnumerateObject().Count() <= MostSeverities
        && map.EnumerateObject().All(entry => entry.Name.Length is > 0 and <= WordLength && Text(entry.Value) is { } severity && Severities.Contains(severity));

    private static bool IsMapping(JsonElement mapping) =>
        mapping.ValueKind == JsonValueKind.Object && mapping.EnumerateObject().All(entry => Mapped.Contains(entry.Name) && IsPointer(Text(entry.Value)));

    // RFC 6901: empty for the whole document, else every name after a slash; ~ only as ~0 or ~1.
    private static bool IsPointer(string? text) =>
        text is not null && text.Length <= PointerLength && (text.Length == 0 || text[0] == '/')
        && !text.Replace("~0", "", StringComparison.Ordinal).Replace("~1", "", StringComparison.Ordinal).Contains('~', StringComparison.Ordinal);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
