using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AiService.Dashboards;

/// <summary><c>POST /analyze-dashboard</c>, <c>POST /generate-incident-from-anomaly</c>, <c>GET /dashboard-analyses</c></summary>
internal static class DashboardEndpoints
{
    private const int Listed = 50;

    public static void MapDashboards(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/analyze-dashboard", AnalyzeAsync)
            .Named("analyze_dashboard").NotAudited("An analysis of what is there; the dashboard stays as it is.")
            .WithSummary("What is noteworthy about a dashboard; the last analysis of each title is kept")
            .WithTags("Dashboards").Produces<AnalyzeDashboardResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/dashboard-analyses", ListAsync)
            .Named("list_dashboard_analyses").WithSummary($"The last analyses of dashboards, the newest first, at most {Listed}")
            .WithTags("Dashboards").Produces<IReadOnlyList<AnalyzeDashboardResponse>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapPost("/generate-incident-from-anomaly", WriteIncidentAsync)
            .Named("write_incident_text").NotAudited("Words only; incident-service records the incident.")
            .WithSummary("Title, description and severity for an incident about what a chart shows")
            .WithTags("Dashboards").Produces<IncidentTextResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<AnalyzeDashboardResponse>, JsonHttpResult<ErrorBody>>> AnalyzeAsync(
        AnalyzeDashboardRequest request, HttpContext http, ServiceDatabase database, DashboardWriter writer, TimeProvider time, CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var scope = CallerScope.Of(http.GetCaller());
        var analysis = await writer.WriteAsync(scope, request, DashboardRules.Analyze(request), cancel);
        var json = JsonSerializer.Serialize(analysis, AiJson.Default.AnalyzeDashboardResponse);
        await FindingStore.SaveAsync(database, scope, FindingStore.Dashboard, analysis.DashboardTitle, json, time, cancel);
        return TypedResults.Ok(analysis);
    }

    private static async Task<Ok<IReadOnlyList<AnalyzeDashboardResponse>>> ListAsync(HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var results = await session.ListAsync($"""
            select result::text from findings where project_id = {caller.ProjectId} and kind = {FindingStore.Dashboard} order by created_at desc, subject limit {Listed}
            """, row => JsonSerializer.Deserialize(row.GetString(0), AiJson.Default.AnalyzeDashboardResponse)!, cancel);
        return TypedResults.Ok<IReadOnlyList<AnalyzeDashboardResponse>>(results);
    }

    private static async Task<Results<Ok<IncidentTextResponse>, JsonHttpResult<ErrorBody>>> WriteIncidentAsync(
        IncidentTextRequest request, HttpContext http, DashboardWriter writer, CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        return TypedResults.Ok(await writer.WriteAsync(CallerScope.Of(http.GetCaller()), request, IncidentTextRules.Write(request), cancel));
    }
}
