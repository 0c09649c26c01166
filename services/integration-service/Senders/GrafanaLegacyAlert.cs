using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>Alerts of Grafana that have a <c>state</c> instead of labels.</summary>
internal static class GrafanaLegacyAlert
{
    private const int TitleLength = 200;
    private const int TextLength = 5000;
    private const string Nothing = "Grafana sent no message.";

    /// <summary><c>{"title":"...","state":"alerting","dashboardId":3,"panelId":7,"alerts":[{"uid":"abc","title":"CPU","state":"alerting","message":"..."}]}</c></summary>
    public static ReadAlert Read(JsonElement alert, JsonElement body, string grafanaUrl, string service)
    {
        if (alert.Text("title") is not { } title || alert.Text("uid") is not { } uid)
        {
            return ReadAlert.Unusable("uid, title: must be there");
        }

        var dashboard = Number(body, "dashboardId");
        var panel = Number(body, "panelId");
        var url = dashboard != 0 && grafanaUrl.Length > 0 ? $"{grafanaUrl}/d/{dashboard}{(panel != 0 ? $"?panelId={panel}" : "")}" : null;
        return Create(title, uid, alert.Text("state"), alert.Text("message") ?? body.Text("message"), url, service);
    }

    /// <summary><c>{"ruleId":1,"ruleName":"CPU","state":"alerting","message":"...","ruleUrl":"http://...","title":"[Alerting] CPU"}</c></summary>
    public static ReadAlert ReadRule(JsonElement body, string service)
    {
        var id = body.Text("ruleId") ?? body.Text("ruleName")!;
        return (body.Text("ruleName") ?? body.Text("title")) is { } title
            ? Create(title, $"rule-{id}", body.Text("state"), body.Text("message"), body.Text("ruleUrl"), service)
            : ReadAlert.Unusable("ruleName: must be there");
    }

    private static ReadAlert Create(string rawTitle, string uid, string? state, string? message, string? url, string service)
    {
        var title = SenderText.Line(rawTitle, TitleLength);
        if (title.Length == 0)
        {
            return ReadAlert.Unusable("title: must be there");
        }

        bool? firing = state switch
        {
            "alerting" or "no_data" => true,
            "ok" or "normal" or "resolved" => false,
            _ => null,
        };
        if (firing is not { } isFiring)
        {
            return ReadAlert.Unusable("state: only alerting, no_data, ok, normal and resolved mean something", title);
        }

        var text = SenderText.Prose(message ?? Nothing, TextLength);
        var fingerprint = Identifier.Fingerprint(uid);
        return ReadAlert.Of(new Notice
        {
            Fingerprint = fingerprint,
            GroupKey = Identifier.Group("grafana", fingerprint),
            IsFiring = isFiring,
            AlertName = title,
            Severity = SeverityMap.Medium,
            Summary = title,
            Description = text,
            Service = service,
            Title = SenderText.Line($"[GRAFANA] {title}", TitleLength),
            IncidentDescription = SenderText.Prose(url is null ? text : $"{text}\n\nGrafana: {url}", TextLength),
            Url = url is null ? null : SenderText.Line(url, 2000),
        });
    }

    private static long Number(JsonElement body, string name) => body.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;
}
