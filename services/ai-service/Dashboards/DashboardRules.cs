namespace SreCopilot.AiService.Dashboards;

/// <summary>What can be said about a dashboard without a model: the rules of the contract. Pure.</summary>
internal static class DashboardRules
{
    private const int MostNames = 5;
    private static readonly string[] Errors = ["error", "5xx", "4xx", "exception", "failure"];
    private static readonly string[] Resources = ["cpu", "memory", "disk", "saturation", "load"];
    private static readonly string[] WithoutData = ["text", "row", "stat"];

    public static AnalyzeDashboardResponse Analyze(AnalyzeDashboardRequest dashboard)
    {
        var panels = (dashboard.Panels ?? []).Select(panel => panel!).ToList();
        var firing = (dashboard.Alerts ?? []).Where(alert => alert!.State is "alerting" or "pending").Select(alert => alert!.Name ?? "").ToList();
        var insights = new List<DashboardInsight>();
        if (firing.Count > 0)
        {
            insights.Add(new("critical", $"{firing.Count} alerts are firing", Names(firing), "Begin with the alert that fired first."));
        }

        if (Asking(panels, Errors) is { Count: > 0 } errors)
        {
            insights.Add(new("warning", $"{errors.Count} panels show errors", Names(errors), "Look whether these rates rose, and since when."));
        }

        if (Asking(panels, Resources) is { Count: > 0 } resources)
        {
            insights.Add(new("info", $"{resources.Count} panels show resources", Names(resources), "Compare with the same time yesterday before scaling anything."));
        }

        var charts = panels.Where(panel => !WithoutData.Contains(panel.Type)).ToList();
        if (charts.Count(panel => panel.HasAlert != true) is var silent && silent > charts.Count / 2.0)
        {
            insights.Add(new("info", "Most panels have no alert", $"{silent} of {charts.Count} panels do not alert anybody.", "Add alerts to the panels that users would notice."));
        }

        if (insights.Count == 0)
        {
            insights.Add(new("info", "Nothing stands out", "No alert fires, and no panel asks for errors or scarce resources.", "Nothing to do."));
        }

        var title = dashboard.DashboardTitle!.Trim();
        return new(title, $"{title}: {panels.Count} panels, {firing.Count} firing alerts, {insights.Count} notes.", insights, false);
    }

    private static List<string> Asking(List<PanelBody> panels, string[] words) =>
    [
        .. panels.Where(panel => (panel.Queries ?? []).Any(query => words.Any(word => query?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false)))
            .Select(panel => panel.Title ?? "Untitled"),
    ];

    private static string Names(List<string> names) => Words.Cut(string.Join(", ", names.Take(MostNames).Select(name => Words.Cut(name, 100))) + (names.Count > MostNames ? ", …" : ""), 600);
}
