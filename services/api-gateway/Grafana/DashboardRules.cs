namespace SreCopilot.ApiGateway.Grafana;

/// <summary>What can be said about a dashboard without ai-service.</summary>
internal static class DashboardRules
{
    private static readonly string[] ErrorWords = ["error", "5xx", "4xx", "exception", "failure"];
    private static readonly string[] ResourceWords = ["cpu", "memory", "disk", "saturation", "load"];

    public static DashboardAnalysis Analyze(DashboardQuestion dashboard)
    {
        List<Insight> insights =
        [
            .. FiringAlerts(dashboard),
            .. Panels(dashboard, ErrorWords, "warning", "Panels that show errors", "Watch them when you deploy, and alert on their rate."),
            .. Panels(dashboard, ResourceWords, "info", "Panels that show resources", "Set thresholds, so that saturation is seen before it hurts."),
            .. MissingAlerts(dashboard),
        ];
        if (insights.Count == 0)
        {
            insights.Add(new Insight("info", "Nothing noteworthy", "No alert fires, and no panel matches a rule.", "Nothing needs to be done."));
        }

        return new DashboardAnalysis(dashboard.DashboardTitle, $"{dashboard.Panels.Count} panels looked at with fixed rules; the AI service was not available.", insights, false);
    }

    private static IEnumerable<Insight> FiringAlerts(DashboardQuestion dashboard)
    {
        var firing = dashboard.Alerts.Where(alert => alert.State is "alerting" or "pending").Select(alert => alert.Name).ToList();
        return firing.Count == 0 ? [] :
            [new Insight("critical", $"{firing.Count} alerts fire or are about to", string.Join(", ", firing.Take(5)), "Open the alerts and create an incident if users are affected.")];
    }

    private static IEnumerable<Insight> Panels(DashboardQuestion dashboard, string[] words, string severity, string title, string recommendation)
    {
        var names = dashboard.Panels
            .Where(panel => panel.Queries.Any(query => words.Any(word => query.Contains(word, StringComparison.OrdinalIgnoreCase))))
            .Select(panel => panel.Title).ToList();
        return names.Count == 0 ? [] : [new Insight(severity, title, string.Join(", ", names.Take(5)), recommendation)];
    }

    private static IEnumerable<Insight> MissingAlerts(DashboardQuestion dashboard)
    {
        var charts = dashboard.Panels.Where(panel => panel.Type is not ("text" or "row" or "stat")).ToList();
        var silent = charts.Count(panel => !panel.HasAlert);
        return silent * 2 <= charts.Count ? [] :
            [new Insight("info", "Most panels have no alert", $"{silent} of {charts.Count} charts.", "Add alerts to those that show what users notice.")];
    }
}
