using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Lifecycle;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Incidents;

/// <summary>One page of a project's incidents.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Limit">The most on a page.</param>
/// <param name="Pages">How many pages; 0 when there is nothing.</param>
internal sealed record IncidentPage(IReadOnlyList<Incident> Items, int Total, int Page, int Limit, int Pages);

/// <summary>The query parameters of <c>GET /incidents</c>; none is required.</summary>
internal readonly struct IncidentQuery
{
    [FromQuery(Name = "page")]
    public string? Page { get; init; }

    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }

    [FromQuery(Name = "severity")]
    public string? Severity { get; init; }

    [FromQuery(Name = "state")]
    public string? State { get; init; }

    [FromQuery(Name = "search")]
    public string? Search { get; init; }

    [FromQuery(Name = "service_name")]
    public string? ServiceName { get; init; }

    [FromQuery(Name = "assignee_id")]
    public string? AssigneeId { get; init; }
}

/// <summary><c>GET /incidents</c> and <c>GET /incidents/{incident_id}</c></summary>
internal static class IncidentList
{
    private const int DefaultLimit = 20;
    private const int MaximumLimit = 100;
    private const int SearchLength = 500;

    public static void MapIncidentList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/incidents", ListAsync)
            .Named("list_incidents")
            .WithSummary($"The incidents of the project, the newest first: page (from 1), limit (1 to {MaximumLimit}, default {DefaultLimit}), severity and state (one or several, separated by commas), service_name, assignee_id, search (a part of title, service or description)")
            .WithTags("Incidents")
            .Produces<IncidentPage>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/incidents/{incident_id}", GetAsync)
            .Named("get_incident")
            .WithSummary("An incident; its version is the entity tag")
            .WithTags("Incidents")
            .Produces<Incident>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<IncidentPage>, JsonHttpResult<ErrorBody>>> ListAsync(
        [AsParameters] IncidentQuery query, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader(unprocessable: true);
        var page = reader.Number("page", query.Page, 1, 1, 1_000_000);
        var limit = reader.Number("limit", query.Limit, DefaultLimit, 1, MaximumLimit);
        var caller = http.GetCaller();
        var filter = new IncidentFilter(
            caller.ProjectId!.Value,
            reader.Words("severity", query.Severity, Severity.All),
            reader.Words("state", query.State, State.Names)?.Select(name => State.Parse(name)!).ToArray(),
            reader.Prose("service_name", query.ServiceName, SearchLength),
            reader.Id("assignee_id", query.AssigneeId),
            reader.Prose("search", query.Search, SearchLength));
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var session = await database.OpenAsync(caller, cancel);
        // One query; the first row is there even when the page is empty.
        var rows = await session.ListAsync($"""
            with candidates as materialized ({filter.Candidates})
            select (select count(*)::int from incidents i where {filter.Condition}), i.*
            from (select 1) as always
            left join (
              select {Incident.Columns} from incidents i where {filter.Condition}
              order by i.detected_at desc, i.id desc limit {limit} offset {(page - 1L) * limit}) i on true
            order by i.detected_at desc, i.id desc
            """, row => (Total: row.GetInt32(0), Item: row.IsDBNull(1) ? null : Incident.Read(row, first: 1)), cancel);
        var total = rows[0].Total;
        return TypedResults.Ok(new IncidentPage([.. rows.Select(row => row.Item).OfType<Incident>()], total, page, limit, (total + limit - 1) / limit));
    }

    private static async Task<Results<Ok<Incident>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await Incident.FindAsync(session, caller.ProjectId!.Value, incidentId, cancel) is not { } incident)
        {
            return IncidentErrors.NotFound();
        }

        EntityTag.Write(http.Response, incident.Version);
        return TypedResults.Ok(incident);
    }
}
