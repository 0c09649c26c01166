using System.Text.Json.Nodes;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>What channels that speak HTTP are sent.</summary>
internal static class HttpPayloads
{
    /// <summary><c>{"text":"🚨 *Queue is long*\nqueue_depth avg over 60 s > 5 (measured: 10.00)\nSeverity: warning\nService: worker"}</c></summary>
    public static JsonObject Slack(Message message, Uri? link) => new()
    {
        ["text"] = $"{message.Symbol} *{EscapeSlack(message.Title)}*\n{message.Describe(EscapeSlack)}{(link is null ? "" : $"\n<{link}|Open>")}",
    };

    public static JsonObject Teams(Message message, Uri? link)
    {
        var card = new JsonObject
        {
            ["@type"] = "MessageCard",
            ["@context"] = "https://schema.org/extensions",
            ["summary"] = message.Title,
            ["themeColor"] = message.IsOver ? "2e7d32" : message.Severity == "critical" ? "d32f2f" : "ff9800",
            ["title"] = $"{message.Symbol} {message.Title}",
            ["text"] = message.Describe(EscapeMarkdown).Replace("\n", "  \n", StringComparison.Ordinal),
        };
        if (link is not null)
        {
            card["potentialAction"] = new JsonArray(new JsonObject
            {
                ["@type"] = "OpenUri", ["name"] = "Open", ["targets"] = new JsonArray(new JsonObject { ["os"] = "default", ["uri"] = link.AbsoluteUri }),
            });
        }

        return card;
    }

    /// <summary>One event of PagerDuty's Events API v2; it makes one alert there per alert here.</summary>
    public static JsonObject PagerDuty(MessageLine line, string key, bool isOver, Uri? link)
    {
        var body = new JsonObject { ["routing_key"] = key, ["event_action"] = isOver ? "resolve" : "trigger", ["dedup_key"] = line.Alert.Id.ToString() };
        if (isOver)
        {
            return body;
        }

        body["payload"] = new JsonObject
        {
            ["summary"] = Cut(line.Alert.Title, 1024),
            ["severity"] = line.Alert.Severity switch { "critical" => "critical", "warning" => "error", _ => "info" },
            ["source"] = line.Alert.ServiceName.Length > 0 ? line.Alert.ServiceName : "sre-copilot",
            ["timestamp"] = Time(line.Alert.FiredAt),
            ["custom_details"] = new JsonObject
            {
                ["description"] = line.Alert.Message, ["severity"] = line.Alert.Severity, ["service_name"] = line.Alert.ServiceName, ["metric_value"] = line.Alert.Value,
            },
        };
        if (link is not null)
        {
            body["links"] = new JsonArray(new JsonObject { ["href"] = link.AbsoluteUri, ["text"] = "Open" });
        }

        return body;
    }

    /// <summary>The gravest alert in front, as upstream's receivers know it, and all of them in <c>alerts</c>.</summary>
    public static JsonObject Webhook(Message message)
    {
        var body = Describe(message.First);
        body["title"] = message.Title;
        body["status"] = message.Status;
        body["delivery_id"] = message.Id.ToString();
        body["policy"] = message.PolicyName;
        body["alerts"] = new JsonArray([.. message.Lines.Select(Describe)]);
        return body;
    }

    private static JsonObject Describe(MessageLine line)
    {
        var alert = line.Alert;
        return new JsonObject
        {
            ["title"] = alert.Title,
            ["description"] = alert.Message,
            ["severity"] = alert.Severity,
            ["service_name"] = alert.ServiceName,
            ["metric_value"] = alert.Value,
            ["status"] = line.IsOver ? "resolved" : "firing",
            ["fired_at"] = Time(alert.FiredAt),
            ["resolved_at"] = line.IsOver && alert.ResolvedAt is { } end ? Time(end) : null,
            ["alert_id"] = alert.Id.ToString(),
            ["condition_id"] = alert.ConditionId?.ToString(),
            ["labels"] = new JsonObject([.. alert.Labels.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value))]),
            ["threshold"] = alert.Threshold,
            ["incident_id"] = line.IncidentId?.ToString(),
        };
    }

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);

    private static string EscapeSlack(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    // Or the name of a service could be a link, or a picture that tells who reads it.
    private static string EscapeMarkdown(string text) =>
        EscapeSlack(text).Replace("[", "\\[", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
