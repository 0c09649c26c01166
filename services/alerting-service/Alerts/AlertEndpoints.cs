using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService.Alerts;

/// <summary><c>GET /active-alerts</c>, <c>GET /alerts</c>, <c>POST /alerts/{alert_id}/acknowledge</c></summary>
internal static class AlertEndpoints
{
    private static readonly string[] Statuses = ["firing", "acknowledged", "resolved"];
    private static readonly string[] Severities = ["critical", "warning", "info"];

    public static void AddAlerts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AlertEvents>();
        builder.Services.AddSingleton<AlertLedger>();
    }

    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/active-alerts", ListActiveAsync)
            .Named("list_active_alerts")
            .WithSummary($"Alerts that are not over, the newest first, at most {Answers.ListLimit}: service_name, severity. The header {Answers.TotalHeader} says how many there are")
            .WithTags("Alerts")
            .Produces<IReadOnlyList<AlertResponse>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/alerts", ListAsync)
            .Named("list_alerts")
            .WithSummary($"All alerts of the last 90 days, the newest first: status, service_name, severity, condition_id, page (from 1), limit (1 to {Answers.ListLimit}, default 100). The header {Answers.TotalHeader} says how many there are on all pages")
            .WithTags("Alerts")
            .Produces<IReadOnlyList<AlertResponse>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapPost("/alerts/{alert_id}/acknowledge", AcknowledgeAsync)
            .Named("acknowledge_alert")
            .Audited("alert.acknowledge", "alert")
            .WithSummary("Says that somebody looks after an alert. Twice is as good as once")
            .WithTags("Alerts")
            .Produces<AlertResponse>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<IReadOnlyList<AlertResponse>>, JsonHttpResult<ErrorBody>>> ListActiveAsync(
        [FromQuery(Name = "service_name")] string? serviceName, [FromQuery(Name = "severity")] string? severity, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var (service, grave) = (reader.Line("service_name", serviceName, 200), reader.Word("severity", severity, Severities));
        return reader.Refusal is { } refusal ? refusal : await ReadAsync(http, database, () => $"""
            where a.project_id = {http.GetCaller().ProjectId} and a.resolved_at is null and ({service}::text is null or a.service_name = {service})
              and ({grave}::text is null or a.severity = {grave})
            """, 1, Answers.ListLimit, cancel);
    }

    private static async Task<Results<Ok<IReadOnlyList<AlertResponse>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromQuery(Name = "status")] string? status, [FromQuery(Name = "service_name")] string? serviceName, [FromQuery(Name = "severity")] string? severity,
        [FromQuery(Name = "condition_id")] string? conditionId, [FromQuery(Name = "page")] string? page, [FromQuery(Name = "limit")] string? limit, HttpContext http,
        ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var (state, service, grave) = (reader.Word("status", status, Statuses), reader.Line("service_name", serviceName, 200), reader.Word("severity", severity, Severities));
        var (number, most) = (reader.Number("page", page, 1, 1, 1_000_000), reader.Number("limit", limit, 100, 1, Answers.ListLimit));
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        Guid? condition = null;
        if (!string.IsNullOrEmpty(conditionId))
        {
            if (!Guid.TryParse(conditionId, out var id))
            {
                return ApiErrors.BadRequest("condition_id: must be a UUID", ErrorCodes.InvalidUuid);
            }

            condition = id;
        }

        return await ReadAsync(http, database, () => $"""
            where a.project_id = {http.GetCaller().ProjectId} and ({state}::text is null or a.status = {state}) and ({service}::text is null or a.service_name = {service})
              and ({grave}::text is null or a.severity = {grave}) and ({condition}::uuid is null or a.condition_id = {condition})
            """, number, most, cancel);
    }

    private static async Task<Ok<IReadOnlyList<AlertResponse>>> ReadAsync(
        HttpContext http, ServiceDatabase database, Func<Sql> where, int page, int limit, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        http.Response.SetTotal(await session.SingleOrDefaultAsync($"select count(*)::int from alerts a {where()}", row => row.GetInt32(0), cancel));
        return TypedResults.Ok<IReadOnlyList<AlertResponse>>(
            await AlertResponse.ListAsync(session, $"{where()} order by a.fired_at desc, a.id desc limit {limit} offset {(page - 1L) * limit}", cancel));
    }

    private static async Task<Results<Ok<AlertResponse>, JsonHttpResult<ErrorBody>>> AcknowledgeAsync(
        [FromRoute(Name = "alert_id")] Guid alertId, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        await session.ExecuteAsync($"""
            update alerts set status = 'acknowledged', acknowledged_at = {time.GetStoredNow()}, acknowledged_by = {caller.Email}
            where id = {alertId} and project_id = {caller.ProjectId} and status = 'firing'
            """, cancel);
        var alert = (await AlertResponse.ListAsync(session, $"where a.id = {alertId} and a.project_id = {caller.ProjectId}", cancel)).SingleOrDefault();
        await session.CommitAsync(cancel);
        return alert is null ? Answers.NotFound("alert") : alert.Acknowledged ? TypedResults.Ok(alert) : ApiErrors.Conflict("The alert is over already.");
    }
}
