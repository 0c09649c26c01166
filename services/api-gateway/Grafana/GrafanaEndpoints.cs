using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.RateLimits;
using SreCopilot.Audit;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>The Grafana of the caller's project, read with the credentials that the project stored. Whoever may see the project
/// sees its dashboards; only engineers run queries of their own.</summary>
internal static class GrafanaEndpoints
{
    public static void AddGrafana(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GrafanaClient>();
        builder.Services.AddSingleton<GrafanaAccess>();
        builder.Services.AddSingleton<PrometheusQueries>();
    }

    public static void MapGrafana(this WebApplication app)
    {
        var group = app.MapGroup("/api/v1/grafana").WithTags("Grafana");
        Describe(group.MapGet("/dashboards", DashboardEndpoints.ListAsync), "The dashboards", Access.Viewer);
        Describe(group.MapGet("/dashboards/{uid}", DashboardEndpoints.GetAsync), "One dashboard with its panels", Access.Viewer);
        Describe(group.MapGet("/dashboards/{uid}/panels/{panel_id}/render", DashboardEndpoints.RenderAsync), "A picture of a panel", Access.Viewer);
        Describe(group.MapGet("/dashboards/{uid}/panels/{panel_id}/embed-url", DashboardEndpoints.EmbedAsync), "Where a panel can be shown by itself", Access.Viewer);
        Describe(group.MapPost("/query-panel", QueryEndpoints.PanelAsync), "The series of a panel", Access.Viewer);
        Describe(group.MapPost("/query", QueryEndpoints.QueryAsync), "The series of a query", Access.Engineer);
        Describe(group.MapGet("/alert-rules", AlertRuleEndpoints.ListAsync), "The alert rules and their states", Access.Viewer);
        Describe(group.MapPost("/detect-anomalies", AnomalyEndpoints.DetectAsync), "Values far from the mean", Access.Engineer);
        Describe(group.MapPost("/create-incident", IncidentEndpoints.CreateAsync), "Makes an incident of what a chart shows", Access.Engineer, Budget.Ai);
        Describe(group.MapPost("/slo-query", SloEndpoints.QueryAsync), "How well an objective is met", Access.Engineer);
        Describe(group.MapPost("/analyze", AnalysisEndpoints.AnalyzeAsync), "What is noteworthy about a dashboard", Access.Viewer, Budget.Ai);
    }

    private static void Describe(RouteHandlerBuilder endpoint, string summary, Access access, Budget budget = Budget.General) => endpoint
        .NotAudited("Questions by POST; the incident that one of them creates is in incident-service's entries.")
        .WithMetadata(access, new BudgetOf(budget))
        .WithSummary(summary)
        .ProducesErrors(400, 401, 403, 404, 429, 502, 504);
}
