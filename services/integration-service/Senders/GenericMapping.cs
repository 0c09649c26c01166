using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>
/// Where a generic sender's JSON says what: JSON pointers into one alert, of which the integration's settings may replace some:
/// <c>{"mapping":{"alerts":"/events","title":"/summary","fingerprint":"/id"}}</c>. <c>alerts</c> is a pointer into the whole body.
/// </summary>
internal sealed class GenericMapping(JsonElement? settings)
{
    private readonly IReadOnlyDictionary<string, string> _own = settings?.Map("mapping") ?? new Dictionary<string, string>();

    /// <summary>The alerts of a body: the list that the mapping names, the body when it is a list itself, or the body as the only one.</summary>
    public IEnumerable<JsonElement>? FindAlerts(JsonElement body)
    {
        if (_own.TryGetValue("alerts", out var pointer))
        {
            return JsonPointer.Find(body, pointer) switch
            {
                { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
                { ValueKind: JsonValueKind.Object } single => [single],
                _ => null,
            };
        }

        return body.ValueKind switch
        {
            JsonValueKind.Array => body.EnumerateArray(),
            JsonValueKind.Object => [body],
            _ => null,
        };
    }

    public string? Text(JsonElement alert, string field) => Find(alert, field)?.AsText();

    public DateTimeOffset? Time(JsonElement alert, string field) => Find(alert, field) is { } value ? SenderTime.Read(value) : null;

    /// <summary>The pointer of a field, for messages.</summary>
    public string PointerOf(string field) => _own.GetValueOrDefault(field) ?? DefaultOf(field);

    private JsonElement? Find(JsonElement alert, string field) => JsonPointer.Find(alert, PointerOf(field));

    private static string DefaultOf(string field) => field switch
    {
        "starts_at" => "/startsAt",
        "ends_at" => "/endsAt",
        _ => $"/{field}",
    };
}
