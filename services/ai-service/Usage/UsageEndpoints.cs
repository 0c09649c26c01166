using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AiService.Peers;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AiService.Usage;

/// <summary><c>GET /analytics/...</c>: what language models were asked, and what it cost. All from the metered calls of the project.</summary>
internal static class UsageEndpoints
{
    private const int MostDays = 366;
    private const int Expensive = 10;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/analytics/token-usage", GetTokensAsync)
            .Named("get_token_usage").WithSummary("Tokens and costs: start_date and end_date (days, UTC, both included; default the last 7 days), incident_id")
            .WithTags("Usage").Produces<TokenUsageResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/analytics/cost-summary", GetCostsAsync)
            .Named("get_cost_summary").WithSummary($"Costs of the last days (1 to {MostDays}, default 7), the most expensive incidents, and what to change")
            .WithTags("Usage").Produces<CostSummaryResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/analytics/incident-metrics/{incident_id}", GetIncidentAsync)
            .Named("get_incident_usage").WithSummary("What the analysis of an incident cost, and its steps")
            .WithTags("Usage").Produces<IncidentUsageResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<TokenUsageResponse>, JsonHttpResult<ErrorBody>>> GetTokensAsync(
        string? start_date, string? end_date, string? incident_id, HttpContext http, ServiceDatabase database, ProjectPeers peers, TimeProvider time, CancellationToken cancel)
    {
        var (start, end) = (Day(start_date), Day(end_date));
        Guid? incident = Guid.TryParse(incident_id, out var parsed) ? parsed : null;
        if ((start is null && !string.IsNullOrEmpty(start_date)) || (end is null && !string.IsNullOrEmpty(end_date)) || (incident is null && !string.IsNullOrEmpty(incident_id)) || start > end)
        {
            return ApiErrors.BadRequest("start_date and end_date must be days such as 2026-03-01, in this order; incident_id must be a UUID", ErrorCodes.ValidationError);
        }

        var (caller, now) = (http.GetCaller(), time.GetUtcNow());
        if (incident is { } asked && await FindIncidentAsync(peers, caller, asked, cancel) is { Refusal: { } refusal })
        {
            return refusal;
        }

        var to = end?.AddDays(1) ?? now.AddMicroseconds(1);
        var from = start ?? to.AddDays(-7);
        await using var session = await database.OpenAsync(caller, cancel);
        Sql Which() => $"from ai_requests where project_id = {caller.ProjectId} and created_at >= {from} and created_at < {to} and ({incident}::uuid is null or incident_id = {incident})";
        var types = await session.ListAsync($"""
            select request_type, count(*)::int, sum(input_tokens)::bigint, sum(output_tokens)::bigint, sum(cost_usd), sum(duration_ms)::bigint {Which()}
            group by request_type order by sum(cost_usd) desc, request_type
            """, row => (Usage: new TypeUsage(row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(2) + row.GetInt64(3), row.GetDecimal(4)), Duration: row.GetInt64(5)), cancel);
        var days = await session.ListAsync($"""
            select (created_at at time zone 'UTC')::date, count(*)::int, sum(cost_usd) {Which()} group by 1 order by 1
            """, row => new DayUsage(row.GetFieldValue<DateOnly>(0), row.GetInt32(1), row.GetDecimal(2)), cancel);
        var usage = types.ConvertAll(type => type.Usage);
        var count = usage.Sum(type => type.Count);
        return TypedResults.Ok(new TokenUsageResponse(
            count, usage.Sum(type => type.InputTokens), usage.Sum(type => type.OutputTokens), usage.Sum(type => type.TotalTokens), usage.Sum(type => type.CostUsd),
            count == 0 ? 0 : Math.Round((double)types.Sum(type => type.Duration) / count, 2), usage, days));
    }

    private static async Task<Results<Ok<CostSummaryResponse>, JsonHttpResult<ErrorBody>>> GetCostsAsync(
        string? days, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var length = reader.Number("days", days, 7, 1, MostDays);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var (caller, from) = (http.GetCaller(), time.GetUtcNow().AddDays(-length));
        await using var session = await database.OpenAsync(caller, cancel);
        var (requests, cost, tokens) = await session.SingleOrDefaultAsync($"""
            select count(*)::int, coalesce(sum(cost_usd), 0), coalesce(sum(input_tokens::bigint + output_tokens), 0)::bigint from ai_requests
            where project_id = {caller.ProjectId} and created_at >= {from}
            """, row => (row.GetInt32(0), row.GetDecimal(1), row.GetInt64(2)), cancel);
        var incidents = await session.SingleOrDefaultAsync(
            $"select count(*)::int from analyses where project_id = {caller.ProjectId} and created_at >= {from}", row => row.GetInt32(0), cancel);
        var expensive = await session.ListAsync($"""
            select r.incident_id, coalesce(max(a.title), ''), sum(r.cost_usd), count(*)::int from ai_requests r
            left join analyses a on a.incident_id = r.incident_id and a.project_id = r.project_id
            where r.project_id = {caller.ProjectId} and r.created_at >= {from} and r.incident_id is not null
            group by r.incident_id order by sum(r.cost_usd) desc, r.incident_id limit {Expensive}
            """, row => new ExpensiveIncident(row.GetGuid(0), row.GetString(1), row.GetDecimal(2), row.GetInt32(3)), cancel);
        var rate = incidents == 0 || requests == 0 ? 0 : Math.Round(Math.Max(0, 100.0 * (incidents - requests) / incidents), 4);
        var average = requests == 0 ? 0 : Math.Round(cost / requests, 8);
        return TypedResults.Ok(new CostSummaryResponse(
            length, new(requests, cost, tokens, average), new(incidents, rate, Math.Round(cost * (decimal)rate / 100, 6)), expensive, [.. Recommend(average, rate, requests, incidents)]));
    }

    private static IEnumerable<CostRecommendation> Recommend(decimal average, double rate, int requests, int incidents)
    {
        if (average > 0.01m)
        {
            yield return new("high_cost_per_request", "A request costs more than a cent on average. A smaller model may do.", "high");
        }

        if (rate < 80 && requests > 10)
        {
            yield return new("low_cache_hit_rate", "Most analyses ask the model. Leave it out where the engine's words are enough.", "medium");
        }

        if (requests > 2 * incidents && requests > 0)
        {
            yield return new("duplicate_requests", "There are more than two requests per incident: incidents are analysed again and again.", "high");
        }
    }

    private static async Task<Results<Ok<IncidentUsageResponse>, JsonHttpResult<ErrorBody>>> GetIncidentAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, HttpContext http, ServiceDatabase database, ProjectPeers peers, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        var (incident, refusal) = await FindIncidentAsync(peers, caller, incidentId, cancel);
        if (incident is null)
        {
            return refusal!;
        }

        var workflow = await peers.GetAsync(
            peers.Addresses.Incidents, $"/incidents/{incidentId}/workflow", CallerScope.Of(caller), PeerJson.Default.WorkflowBody, Deadline, cancel);
        await using var session = await database.OpenAsync(caller, cancel);
        var requests = await session.ListAsync($"""
            select id, request_type, input_tokens, output_tokens, cost_usd, duration_ms, model_used, success, created_at from ai_requests
            where project_id = {caller.ProjectId} and incident_id = {incidentId} order by created_at, id limit 1000
            """, row => new UsageRequest(
                row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(2) + row.GetInt32(3), row.GetDecimal(4), row.GetInt32(5), row.GetString(6),
                row.GetBoolean(7), row.GetFieldValue<DateTimeOffset>(8)), cancel);
        return TypedResults.Ok(new IncidentUsageResponse(
            incidentId, incident.Title, new(requests.Count, requests.Sum(one => (long)one.TotalTokens), requests.Sum(one => one.CostUsd)), requests,
            [
                .. (workflow.Value?.Steps ?? []).Select(step => new UsageStep(
                    step.Id, step.StepType, step.StepNumber, step.Status, step.InputTokens, step.OutputTokens, step.TotalTokens, step.CostUsd, step.DurationMs, step.StartedAt, step.CompletedAt)),
            ]));
    }

    private static async Task<(IncidentBody? Incident, JsonHttpResult<ErrorBody>? Refusal)> FindIncidentAsync(ProjectPeers peers, Caller caller, Guid id, CancellationToken cancel)
    {
        var answer = await peers.GetAsync(peers.Addresses.Incidents, $"/incidents/{id}", CallerScope.Of(caller), PeerJson.Default.IncidentBody, Deadline, cancel);
        return answer.Value is { } incident ? (incident, null)
            : answer.Status == System.Net.HttpStatusCode.NotFound ? (null, ApiErrors.NotFound("There is no such incident in this project."))
            : (null, ApiErrors.Create(StatusCodes.Status503ServiceUnavailable, "The incident cannot be read at the moment. Try again in a few seconds.", error: "service_unavailable"));
    }

    private static DateTimeOffset? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9999
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : null;
}
