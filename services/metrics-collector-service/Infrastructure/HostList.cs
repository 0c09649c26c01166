using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Infrastructure;

/// <summary><c>GET /infrastructure/hosts</c>, one of them, its processes and containers.</summary>
internal static class HostList
{
    public static void MapHostList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/infrastructure/hosts", ListAsync)
            .Named("list_hosts")
            .WithSummary("The hosts of the project by name, each once with its latest sample; with a time range those that spoke in it or later; limit 1 to 1000, default 500")
            .WithTags("Infrastructure")
            .WithPages("search")
            .Produces<IReadOnlyList<HostSummary>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/infrastructure/hosts/{hostname}", GetAsync)
            .Named("get_host")
            .WithSummary("A host with its latest sample and its history, the newest first; limit 1 to 2000, default 100")
            .WithTags("Infrastructure")
            .WithPages()
            .Produces<HostDetail>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/infrastructure/hosts/{hostname}/processes", (string hostname, HttpContext http, ServiceDatabase database, CancellationToken cancel) =>
                GetPartAsync(hostname, http, database, sample => sample.Processes, cancel))
            .Named("list_processes")
            .WithSummary("The processes of the latest sample")
            .WithTags("Infrastructure")
            .Produces<RawJson>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/infrastructure/hosts/{hostname}/containers", (string hostname, HttpContext http, ServiceDatabase database, CancellationToken cancel) =>
                GetPartAsync(hostname, http, database, sample => sample.Containers, cancel))
            .Named("list_containers")
            .WithSummary("The containers of the latest sample")
            .WithTags("Infrastructure")
            .Produces<RawJson>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<IReadOnlyList<HostSummary>>, JsonHttpResult<ErrorBody>>> ListAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (search, range, limit, offset) = (query.Line("search"), query.OpenRange(time.GetUtcNow()), query.Limit(500, 1000), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        // The time of the latest sample is known, so each host is one look into one partition.
        return TypedResults.Ok<IReadOnlyList<HostSummary>>(await session.ListAsync($"""
            select {HostSample.Columns}, h.hostname, h.first_seen, h.last_seen
            from (
              select h.* from hosts h
              where h.project_id = {caller.ProjectId} and h.last_seen >= {range.From} and h.first_seen < {range.To}
                and ({search}::text is null or position(lower({search}) in lower(h.hostname)) > 0)
              order by h.hostname limit {limit} offset {offset}) h
            cross join lateral (select s.* from host_samples s where s.project_id = h.project_id and s.hostname = h.hostname and s.time = h.last_seen limit 1) s
            order by h.hostname
            """, row => new HostSummary(
                row.GetString(9), HostSample.Read(row) with { Hostname = row.GetString(9) }, row.GetFieldValue<DateTimeOffset>(10), row.GetFieldValue<DateTimeOffset>(11)), cancel));
    }

    private static async Task<Results<Ok<HostDetail>, JsonHttpResult<ErrorBody>>> GetAsync(
        string hostname, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (range, limit, offset) = (query.OpenRange(time.GetUtcNow()), query.Limit(100, 2000), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await FindLatestAsync(session, caller.ProjectId!.Value, hostname, cancel) is not { } latest)
        {
            return NotFound();
        }

        var history = await session.ListAsync($"""
            select {HostSample.Columns} from host_samples s
            where s.project_id = {caller.ProjectId} and s.hostname = {hostname} and s.time >= {range.From} and s.time < {range.To}
            order by s.time desc limit {limit} offset {offset}
            """, HostSample.Read, cancel);
        return TypedResults.Ok(new HostDetail(hostname, latest, history, latest.Processes, latest.Containers));
    }

    private static async Task<Results<Ok<RawJson>, JsonHttpResult<ErrorBody>>> GetPartAsync(
        string hostname, HttpContext http, ServiceDatabase database, Func<HostSample, RawJson> part, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await FindLatestAsync(session, caller.ProjectId!.Value, hostname, cancel) is { } latest ? TypedResults.Ok(part(latest)) : NotFound();
    }

    public static Task<HostSample?> FindLatestAsync(DatabaseSession session, Guid projectId, string hostname, CancellationToken cancel) => session.SingleOrDefaultAsync($"""
        select {HostSample.Columns} from hosts h
        join host_samples s on s.project_id = h.project_id and s.hostname = h.hostname and s.time = h.last_seen
        where h.project_id = {projectId} and h.hostname = {hostname} limit 1
        """, HostSample.Read, cancel);

    public static JsonHttpResult<ErrorBody> NotFound() => ApiErrors.NotFound("There is no such host in this project.");
}
