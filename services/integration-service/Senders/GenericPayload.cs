using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>
/// JSON of any program. Without a mapping: <c>{"title":"Disk full","severity":"critical","service":"db","status":"firing","fingerprint":"disk-1",
/// "description":"...","startsAt":"2026-03-01T10:20:30Z","group":"db","url":"https://..."}</c>, or a list of such objects. Only the title is required.
/// </summary>
internal static class GenericPayload
{
    private const int TitleLength = 200;
    private const int ServiceLength = 100;
    private const int TextLength = 5000;
    private const int UrlLength = 2000;

    private static readonly string[] Over = ["resolved", "ok", "normal", "recovered", "recovery", "closed", "cleared", "up", "inactive", "false", "0"];

    public static Payload Read(JsonElement body, SeverityMap severities, JsonElement? settings)
    {
        var mapping = new GenericMapping(settings);
        return mapping.FindAlerts(body) is { } alerts
            ? Payload.Of(alerts.Select(alert => Read(alert, mapping, severities)))
            : Payload.Unusable("There are no alerts where the mapping looks for them.");
    }

    private static ReadAlert Read(JsonElement alert, GenericMapping mapping, SeverityMap severities)
    {
        if (mapping.Text(alert, "title") is not { } sent || SenderText.Line(sent, TitleLength) is not { Length: > 0 } title)
        {
            return ReadAlert.Unusable($"title: there is no text at {SenderText.Line(mapping.PointerOf("title"), TitleLength)}");
        }

        var service = mapping.Text(alert, "service") is { } named && SenderText.Line(named, ServiceLength) is { Length: > 0 } name ? name : "unknown";
        var description = mapping.Text(alert, "description") is { } text ? SenderText.Prose(text, TextLength) : null;
        var url = mapping.Text(alert, "url") is { } link ? SenderText.Line(link, UrlLength) : null;
        var fingerprint = mapping.Text(alert, "fingerprint") is { } id ? Identifier.Fingerprint(id) : Identifier.Group("generic", title, service);
        return ReadAlert.Of(new Notice
        {
            Fingerprint = fingerprint,
            GroupKey = mapping.Text(alert, "group") is { } group ? Identifier.Group("group", group) : Identifier.Group("alert", fingerprint),
            IsFiring = mapping.Text(alert, "status") is not { } status || !Over.Contains(status.Trim().ToLowerInvariant()),
            AlertName = title,
            Severity = severities.Find(mapping.Text(alert, "severity")),
            Summary = title,
            Description = description,
            Service = service,
            Title = title,
            IncidentDescription = SenderText.Prose(string.Join("\n\n", new[] { description, url }.Where(part => !string.IsNullOrEmpty(part))), TextLength),
            StartsAt = mapping.Time(alert, "starts_at"),
            EndsAt = mapping.Time(alert, "ends_at"),
            Url = url,
        });
    }
}
