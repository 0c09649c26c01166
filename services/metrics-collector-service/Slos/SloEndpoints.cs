using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Transactions;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Slos;

/// <summary>What is left of an objective.</summary>
/// <param name="Status">deleted.</param>
/// <param name="SloId">The objective.</param>
internal sealed record SloDeleted(string Status, Guid SloId);

/// <summary><c>/slos</c></summary>
internal static class SloEndpoints
{
    public static void MapSlos(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/slos", CreateAsync)
            .Named("create_slo")
            .WithSummary("Sets an objective for a service")
            .WithTags("SLOs")
            .Produces<Slo>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/slos", ListAsync)
            .Named("list_slos")
            .WithSummary("The objectives of the project, the newest first, with how well they are met; limit 1 to 200, default 200")
            .WithTags("SLOs")
            .WithQuery("service", "limit", "offset")
            .Produces<IReadOnlyList<Slo>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/slos/{slo_id}", GetAsync)
            .Named("get_slo")
            .WithSummary("An objective with how well it is met")
            .WithTags("SLOs")
            .Produces<Slo>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapPut("/slos/{slo_id}", UpdateAsync)
            .Named("update_slo")
            .WithSummary("Changes what the body names of an objective")
            .WithTags("SLOs")
            .Produces<Slo>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapDelete("/slos/{slo_id}", DeleteAsync)
            .Named("delete_slo")
            .WithSummary("Gives an objective up")
            .WithTags("SLOs")
            .Produces<SloDeleted>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Slo>, JsonHttpResult<ErrorBody>>> CreateAsync(
        SloRequest request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var json = new JsonReading();
        var body = SloBody.Read(request, json, isNew: true);
        if (json.HasMistakes)
        {
            return json.Refuse();
        }

        if (body.Missing.ToList() is { Count: > 0 } missing)
        {
            return ApiErrors.BadRequest($"Required: {string.Join(", ", missing)}", ErrorCodes.MissingRequiredField);
        }

        var caller = http.GetCaller();
        var (id, now) = (Guid.NewGuid(), TimeText.Stored(time.GetUtcNow()));
        await using var session = await database.OpenAsync(caller, cancel);
        await session.ExecuteAsync($"""
            insert into slos (id, tenant_id, project_id, name, description, service_name, sli_type, target_percentage, time_window_days, threshold_ms, created_at, updated_at)
            values ({id}, {caller.TenantId}, {caller.ProjectId}, {body.Name}, {body.Description ?? ""}, {body.ServiceName}, {body.SliType}, {body.Target ?? 100},
              {body.Days ?? 30}, {body.ThresholdMs ?? Transaction.SatisfiedMs}, {now}, {now})
            """, cancel);
        var slo = await FindAsync(session, caller.ProjectId!.Value, id, now, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(slo!);
    }

    private static async Task<Results<Ok<IReadOnlyList<Slo>>, JsonHttpResult<ErrorBody>>> ListAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (service, limit, offset) = (query.Line("service"), query.Limit(200, 200), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return TypedResults.Ok<IReadOnlyList<Slo>>(await Slo.ListAsync(session, $"""
            where s.project_id = {caller.ProjectId} and ({service}::text is null or s.service_name = {service})
            order by s.created_at desc, s.id desc limit {limit} offset {offset}
            """, time.GetUtcNow(), cancel));
    }

    private static async Task<Results<Ok<Slo>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "slo_id")] Guid sloId, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        return await FindAsync(session, http.GetCaller().ProjectId!.Value, sloId, time.GetUtcNow(), cancel) is { } slo ? TypedResults.Ok(slo) : NotFound();
    }

    private static async Task<Results<Ok<Slo>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "slo_id")] Guid sloId, SloRequest request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var json = new JsonReading();
        var body = SloBody.Read(request, json, isNew: false);
        if (json.HasMistakes)
        {
            return json.Refuse();
        }

        var (project, now) = (http.GetCaller().ProjectId!.Value, TimeText.Stored(time.GetUtcNow()));
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        await session.ExecuteAsync($"""
            update slos s set name = coalesce({body.Name}, s.name), description = coalesce({body.Description}, s.description),
              target_percentage = coalesce({body.Target}, s.target_percentage), time_window_days = coalesce({body.Days}, s.time_window_days),
              threshold_ms = coalesce({body.ThresholdMs}, s.threshold_ms), updated_at = greatest(s.updated_at, {now})
            where s.id = {sloId} and s.project_id = {project}
            """, cancel);
        var slo = await FindAsync(session, project, sloId, now, cancel);
        await session.CommitAsync(cancel);
        return slo is null ? NotFound() : TypedResults.Ok(slo);
    }

    private static async Task<Results<Ok<SloDeleted>, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "slo_id")] Guid sloId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        var deleted = await session.ExecuteAsync($"delete from slos where id = {sloId} and project_id = {http.GetCaller().ProjectId}", cancel);
        await session.CommitAsync(cancel);
        return deleted == 0 ? NotFound() : TypedResults.Ok(new SloDeleted("deleted", sloId));
    }

    private static async Task<Slo?> FindAsync(DatabaseSession session, Guid projectId, Guid id, DateTimeOffset now, CancellationToken cancel) =>
        (await Slo.ListAsync(session, $"where s.id = {id} and s.project_id = {projectId}", now, cancel)).SingleOrDefault();

    private static JsonHttpResult<ErrorBody> NotFound() => ApiErrors.NotFound("There is no such objective in this project.");
}
