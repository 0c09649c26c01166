using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>The body of <c>POST /api/v1/grafana/analyze</c>.</summary>
internal sealed record AnalyzeRequest(string? DashboardUid, IReadOnlyList<int>? PanelIds);

/// <summary>What ai-service is asked about a dashboard.</summary>
internal sealed record DashboardQuestion(string DashboardTitle, string DashboardDescription, IReadOnlyList<PanelQuestion> Panels, IReadOnlyList<AlertQuestion> Alerts);

/// <summary>One panel of it.</summary>
internal sealed record PanelQuestion(int? Id, string Title, string Type, IReadOnlyList<string> Queries, bool HasAlert, JsonElement? Thresholds);

/// <summary>One alert of it.</summary>
internal sealed record AlertQuestion(string Name, string State, [property: System.Text.Json.Serialization.JsonPropertyName("panelId")] int? PanelId);

/// <summary>What is noteworthy about a dashboard.</summary>
internal sealed record DashboardAnalysis(string DashboardTitle, string Summary, IReadOnlyList<Insight> Insights, bool AiPowered);

/// <summary>One note.</summary>
internal sealed record Insight(string Severity, string Title, string Description, string Recommendation);

/// <summary>Looks at a dashboard with ai-service; with fixed rules when that is away, and says so.</summary>
internal static class AnalysisEndpoints
{
    private static readonly TimeSpan AiDeadline = TimeSpan.FromSeconds(30);

    public static async Task<Results<Ok<DashboardAnalysis>, JsonHttpResult<ErrorBody>>> AnalyzeAsync(
        AnalyzeRequest request, HttpContext http, GrafanaAccess access, GrafanaClient client, BackendClient backends, CancellationToken cancel)
    {
        if (request.DashboardUid is not { Length: > 0 } uid)
        {
            return ApiErrors.BadRequest("dashboard_uid is required.", ErrorCodes.MissingRequiredField);
        }

        var caller = http.GetCaller();
        var (grafana, error) = await access.FindAsync(caller, cancel);
        if (grafana is null)
        {
            return error!;
        }

        var (_, dashboard, missing) = await DashboardEndpoints.ReadAsync(client, grafana, uid, cancel);
        if (dashboard is null)
        {
            return missing!;
        }

        var alerts = await client.GetAsync(grafana, "/api/alerts", cancel);
        var question = new DashboardQuestion(
            dashboard.Title,
            dashboard.Json.Text("description", ""),
            [.. dashboard.Panels.Where(panel => request.PanelIds is not { Count: > 0 } wanted || (panel.Id is { } id && wanted.Contains(id))).Select(Describe)],
            [.. alerts.Json.Items().Where(alert => alert.Text("dashboardUid") is null || alert.Text("dashboardUid") == uid).Select(alert => new AlertQuestion(alert.Text("name", ""), alert.Text("state", ""), alert.Int("panelId")))]);
        var answer = await backends.PostAsync(
            Backend.Ai, "/analyze-dashboard", caller, question, GatewayJson.Default.DashboardQuestion, GatewayJson.Default.DashboardAnalysis, AiDeadline, cancel);
        return TypedResults.Ok(answer.Value is { Summary: not null, Insights: not null } analysis ? analysis : DashboardRules.Analyze(question));
    }

    private static PanelQuestion Describe(Panel panel) => new(
        panel.Id, panel.Title, panel.Type, [.. panel.Targets.Select(target => target.Expr).Where(expr => expr.Length > 0)], panel.Alert is not null, panel.Thresholds);
}
