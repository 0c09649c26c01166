using System.Text.Json;
using System.Text.Json.Serialization;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AiService.Dashboards;

/// <summary>A panel.</summary>
internal sealed record PanelBody(int? Id, string? Title, string? Type, IReadOnlyList<string?>? Queries, bool? HasAlert, JsonElement? Thresholds);

/// <summary>An alert.</summary>
internal sealed record DashboardAlertBody(string? Name, string? State, [property: JsonPropertyName("panelId")] int? PanelId);

/// <summary>A dashboard.</summary>
/// <param name="DashboardTitle">1 to 255 characters.</param>
/// <param name="DashboardDescription">At most 5000 characters.</param>
/// <param name="Panels">At most 200.</param>
/// <param name="Alerts">At most 500.</param>
internal sealed record AnalyzeDashboardRequest(
    string? DashboardTitle, string? DashboardDescription, IReadOnlyList<PanelBody?>? Panels, IReadOnlyList<DashboardAlertBody?>? Alerts)
{
    public IEnumerable<string> FindMistakes()
    {
        if (!Text.IsName(DashboardTitle))
        {
            yield return "dashboard_title: is required, with at most 255 characters";
        }

        if (DashboardDescription is not null && !Text.IsProse(DashboardDescription, 5000))
        {
            yield return "dashboard_description: at most 5000 characters";
        }

        if (Panels is { } panels && (panels.Count > 200 || panels.Any(panel => panel is null)))
        {
            yield return "panels: at most 200 objects";
        }

        if (Alerts is { } alerts && (alerts.Count > 500 || alerts.Any(alert => alert is null)))
        {
            yield return "alerts: at most 500 objects";
        }
    }
}

/// <summary>What is noteworthy.</summary>
/// <param name="DashboardTitle">The dashboard.</param>
/// <param name="Summary">In a sentence.</param>
/// <param name="Insights">One by one.</param>
/// <param name="AiPowered">Whether a language model found the words.</param>
internal sealed record AnalyzeDashboardResponse(string DashboardTitle, string Summary, IReadOnlyList<DashboardInsight> Insights, bool AiPowered);

/// <summary>One thing.</summary>
/// <param name="Severity">critical, warning or info.</param>
/// <param name="Title">In short.</param>
/// <param name="Description">What it is.</param>
/// <param name="Recommendation">What to do.</param>
internal sealed record DashboardInsight(string Severity, string Title, string Description, string Recommendation);

/// <summary>What a chart shows.</summary>
/// <param name="MetricName">1 to 500 characters.</param>
/// <param name="PanelTitle">At most 500 characters.</param>
/// <param name="LatestValue">What it shows.</param>
/// <param name="ExpectedValue">What it should show.</param>
/// <param name="Expr">The query, at most 10000 characters.</param>
/// <param name="ServiceName">At most 255 characters.</param>
internal sealed record IncidentTextRequest(string? MetricName, string? PanelTitle, double? LatestValue, double? ExpectedValue, string? Expr, string? ServiceName)
{
    public IEnumerable<string> FindMistakes()
    {
        if (!Text.IsName(MetricName, 500))
        {
            yield return "metric_name: is required, with at most 500 characters";
        }

        if (!(PanelTitle is null || Text.IsLine(PanelTitle, 500)) || !(ServiceName is null || Text.IsLine(ServiceName, 255)) || !(Expr is null || Text.IsProse(Expr, 10_000)))
        {
            yield return "panel_title, service_name, expr: too long, or with control characters";
        }
    }
}

/// <summary>Words for an incident.</summary>
internal sealed record IncidentTextResponse(string Title, string Description, string Severity, string ServiceName, bool AiPowered);
