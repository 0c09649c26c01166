using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService.Conditions;

/// <summary><c>GET /conditions</c> and <c>GET /conditions/{condition_id}</c></summary>
internal static class ConditionList
{
    private static readonly string[] Truths = ["true", "false", "1", "0", "yes", "no", "on", "off"];

    public static void MapConditionList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/conditions", ListAsync)
            .Named("list_conditions")
            .WithSummary($"The conditions of the project, the newest first: service_name, enabled, page (from 1), limit (1 to {Answers.ListLimit}, the default). The header {Answers.TotalHeader} says how many there are on all pages")
            .WithTags("Conditions")
            .Produces<IReadOnlyList<ConditionResponse>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/conditions/{condition_id}", GetAsync)
            .Named("get_condition")
            .WithSummary("A condition")
            .WithTags("Conditions")
            .Produces<ConditionResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<IReadOnlyList<ConditionResponse>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromQuery(Name = "service_name")] string? serviceName, [FromQuery(Name = "enabled")] string? enabled, [FromQuery(Name = "page")] string? page,
        [FromQuery(Name = "limit")] string? limit, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var service = reader.Line("service_name", serviceName, 200);
        bool? isEnabled = reader.Word("enabled", enabled?.ToLowerInvariant(), Truths) is { } truth ? truth is "true" or "1" or "yes" or "on" : null;
        var number = reader.Number("page", page, 1, 1, 1_000_000);
        var most = reader.Number("limit", limit, Answers.ListLimit, 1, Answers.ListLimit);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var project = http.GetCaller().ProjectId;
        Sql Where() => $"where c.project_id = {project} and ({service}::text is null or c.service_name = {service}) and ({isEnabled}::boolean is null or c.enabled = {isEnabled})";
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        http.Response.SetTotal(await session.SingleOrDefaultAsync($"select count(*)::int from conditions c {Where()}", row => row.GetInt32(0), cancel));
        return TypedResults.Ok<IReadOnlyList<ConditionResponse>>(
            await ReadAsync(session, $"{Where()} order by c.created_at desc, c.id desc limit {most} offset {(number - 1L) * most}", cancel));
    }

    private static async Task<Results<Ok<ConditionResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "condition_id")] Guid conditionId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        return await FindAsync(session, http.GetCaller().ProjectId!.Value, conditionId, cancel) is { } condition ? TypedResults.Ok(condition) : Answers.NotFound("condition");
    }

    public static async Task<ConditionResponse?> FindAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) =>
        (await ReadAsync(session, $"where c.id = {id} and c.project_id = {projectId}", cancel)).SingleOrDefault();

    // 29 columns of the condition, then what belongs to it.
    private static Task<List<ConditionResponse>> ReadAsync(DatabaseSession session, Sql which, CancellationToken cancel) => session.ListAsync(
        $"""
        select {Condition.Columns},
          array(select p.policy_id from policy_conditions p where p.condition_id = c.id order by p.policy_id),
          (select count(*)::int from alerts a where a.condition_id = c.id and a.resolved_at is null)
        from conditions c {which}
        """,
        row => ConditionResponse.Of(Condition.Read(row), row.GetFieldValue<Guid[]>(29), row.GetInt32(30)),
        cancel);
}
