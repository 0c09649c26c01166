using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>What alerts of Prometheus, Alertmanager and Grafana's unified alerting have in common: labels and annotations.</summary>
internal static class PrometheusAlerts
{
    private const int NameLength = 255;
    private const int WordLength = 50;
    private const int TitleLength = 200;
    private const int ServiceLength = 100;
    private const int SummaryLength = 1000;
    private const int DescriptionLength = 5000;
    private const int UrlLength = 2000;

    /// <param name="alert"><c>{"labels":{"alertname":"HighErrorRate","severity":"critical"},"annotations":{"summary":"..."},"startsAt":"...","generatorURL":"..."}</c></param>
    /// <param name="style">What differs between senders.</param>
    public static ReadAlert Read(JsonElement alert, Style style)
    {
        if (alert.ValueKind != JsonValueKind.Object)
        {
            return ReadAlert.Unusable("must be an object");
        }

        var labels = alert.Map("labels");
        if (!labels.TryGetValue("alertname", out var alertName) || alertName.Length == 0)
        {
            return ReadAlert.Unusable("labels.alertname: must be there");
        }

        var annotations = alert.Map("annotations");
        var name = SenderText.Line(alertName, NameLength);
        var word = labels.GetValueOrDefault("severity");
        var severity = style.Severities.Find(word);
        var service = SenderText.Line(Find(labels, "service", "service_name", "job") ?? style.UnknownService, ServiceLength);
        var summary = SenderText.Line(Find(annotations, "summary", "title", "message") ?? name, SummaryLength);
        var description = Find(annotations, "description");
        var url = alert.Text("generatorURL") is { } sent ? SenderText.Line(sent, UrlLength) : null;
        return ReadAlert.Of(new Notice
        {
            Fingerprint = alert.Text("fingerprint") is { } fingerprint ? Identifier.Fingerprint(fingerprint) : Identifier.Fingerprint(labels),
            GroupKey = style.GroupKey ?? Identifier.Group(name, service),
            IsFiring = style.IsFiring(alert),
            AlertName = name,
            Severity = severity,
            Summary = summary,
            Description = description,
            Service = service,
            Title = SenderText.Line($"[{SenderText.Line(word ?? severity, WordLength).ToUpperInvariant()}] {name} on {service}", TitleLength),
            IncidentDescription = SenderText.Prose(
                string.Join("\n\n", new[] { summary, description, url is null ? null : $"{style.System}: {url}" }.Where(part => !string.IsNullOrEmpty(part))), DescriptionLength),
            Labels = labels,
            Annotations = annotations,
            StartsAt = alert.Time("startsAt"),
            EndsAt = alert.Time("endsAt"),
            ExpiresAt = style.Expires ? alert.Time("endsAt") : null,
            Url = url,
        });
    }

    private static string? Find(IReadOnlyDictionary<string, string> map, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (map.TryGetValue(name, out var value) && value.Length > 0)
            {
                return value;
            }
        }

        return null;
    }

    /// <param name="System">Whose link it is.</param>
    /// <param name="UnknownService">Stands for a service that is not named.</param>
    /// <param name="GroupKey">The sender's own grouping; null: alerts of one name and service belong together.</param>
    /// <param name="IsFiring">How the sender says so.</param>
    /// <param name="Expires">Whether an alert that is not sent again is over at its <c>endsAt</c>.</param>
    /// <param name="Severities">What the words mean.</param>
    internal sealed record Style(
        string System, string UnknownService, string? GroupKey, Func<JsonElement, bool> IsFiring, bool Expires, SeverityMap Severities);
}
