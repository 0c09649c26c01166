using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService.Muting;

/// <summary><c>/muting-rules</c></summary>
internal static class MutingEndpoints
{
    private static readonly TimeSpan UsualLength = TimeSpan.FromHours(1);

    public static void MapMutingRules(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/muting-rules", CreateAsync)
            .Named("create_muting_rule")
            .Audited("alert_muting_rule.create", "alert_muting_rule")
            .WithSummary("Mutes alerts for a time: they are listed, but nobody is told and no incident is opened. Those that still fire when it ends are told then")
            .WithTags("Muting rules")
            .Produces<MutingRule>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status409Conflict);
        routes.MapGet("/muting-rules", ListAsync)
            .Named("list_muting_rules")
            .WithSummary("The muting rules of the project, the newest first")
            .WithTags("Muting rules")
            .Produces<IReadOnlyList<MutingRule>>()
            .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/muting-rules/{rule_id}", GetAsync)
            .Named("get_muting_rule")
            .WithSummary("A muting rule")
            .WithTags("Muting rules")
            .Produces<MutingRule>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapPut("/muting-rules/{rule_id}", UpdateAsync)
            .Named("update_muting_rule")
            .Audited("alert_muting_rule.update", "alert_muting_rule")
            .WithSummary("Changes a muting rule; what is absent or null stays as it is")
            .WithTags("Muting rules")
            .Produces<MutingRule>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapDelete("/muting-rules/{rule_id}", DeleteAsync)
            .Named("delete_muting_rule")
            .Audited("alert_muting_rule.delete", "alert_muting_rule")
            .WithSummary("Deletes a muting rule")
            .WithTags("Muting rules")
            .Produces<MutingRuleDeleted>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<MutingRule>, JsonHttpResult<ErrorBody>>> CreateAsync(
        MutingRuleRequest request, HttpContext http, ServiceDatabase database, IOptions<LimitOptions> limits, TimeProvider time, CancellationToken cancel)
    {
        var (caller, id, now) = (http.GetCaller(), Guid.NewGuid(), time.GetStoredNow());
        var start = MutingRuleRequest.ParseTime(request.StartTime)?.ToStored() ?? now;
        var end = MutingRuleRequest.ParseTime(request.EndTime)?.ToStored() ?? start + UsualLength;
        var repeat = request.Repeat ?? "none";
        var mistakes = request.FindMistakes().ToList();
        if (request.Name is null)
        {
            mistakes.Insert(0, "name: is required");
        }

        if (mistakes.Count == 0 && MutingRuleRequest.FindMistake(start, end, repeat) is { } mistake)
        {
            mistakes.Add(mistake);
        }

        if (mistakes.Count > 0)
        {
            return Answers.Refuse(mistakes);
        }

        var project = caller.ProjectId!.Value;
        await using var session = await database.OpenAsync(caller, cancel);
        if (await Limits.CountAsync(session, project, $"muting_rules", cancel) is var count && count >= limits.Value.MaxOthers)
        {
            return Answers.Full("muting rules", count);
        }

        await session.ExecuteAsync($"""
            insert into muting_rules (id, tenant_id, project_id, name, description, condition_ids, criteria, starts_at, ends_at, repeat, enabled, created_at, updated_at)
            values ({id}, {caller.TenantId}, {project}, {request.Name}, {request.Description ?? ""}, {(request.ConditionIds ?? []).Distinct().ToArray()},
              {Write(request.MatchCriteria) ?? "{}"}, {start}, {end}, {repeat}, {request.Enabled ?? true}, {now}, {now})
            """, cancel);
        return await EndAsync(session, project, id, now, cancel);
    }

    private static async Task<Ok<IReadOnlyList<MutingRule>>> ListAsync(HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        return TypedResults.Ok<IReadOnlyList<MutingRule>>(await MutingRule.ListAsync(
            session, $"where r.project_id = {http.GetCaller().ProjectId} order by r.created_at desc, r.id desc", time.GetStoredNow(), cancel));
    }

    private static async Task<Results<Ok<MutingRule>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "rule_id")] Guid ruleId, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        return await EndAsync(session, http.GetCaller().ProjectId!.Value, ruleId, time.GetStoredNow(), cancel);
    }

    private static async Task<Results<Ok<MutingRule>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "rule_id")] Guid ruleId, MutingRuleRequest request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return Answers.Refuse(mistakes);
        }

        var (project, now) = (http.GetCaller().ProjectId!.Value, time.GetStoredNow());
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if ((await MutingRule.ListAsync(session, $"where r.id = {ruleId} and r.project_id = {project} for update", now, cancel)).SingleOrDefault() is not { } before)
        {
            return Answers.NotFound("muting rule");
        }

        var start = MutingRuleRequest.ParseTime(request.StartTime)?.ToStored() ?? before.StartTime;
        var end = MutingRuleRequest.ParseTime(request.EndTime)?.ToStored() ?? before.EndTime;
        if (MutingRuleRequest.FindMistake(start, end, request.Repeat ?? before.Repeat) is { } mistake)
        {
            return Answers.Refuse([mistake]);
        }

        await session.ExecuteAsync($"""
            update muting_rules r set name = coalesce({request.Name}, r.name), description = coalesce({request.Description}, r.description),
              condition_ids = coalesce({request.ConditionIds?.Distinct().ToArray()}, r.condition_ids), criteria = coalesce({Write(request.MatchCriteria)}, r.criteria),
              starts_at = {start}, ends_at = {end}, repeat = coalesce({request.Repeat}, r.repeat), enabled = coalesce({request.Enabled}, r.enabled), updated_at = {now}
            where r.id = {ruleId}
            """, cancel);
        return await EndAsync(session, project, ruleId, now, cancel);
    }

    private static async Task<Results<Ok<MutingRuleDeleted>, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "rule_id")] Guid ruleId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        var deleted = await session.ExecuteAsync($"delete from muting_rules where id = {ruleId} and project_id = {http.GetCaller().ProjectId}", cancel);
        await session.CommitAsync(cancel);
        return deleted == 0 ? Answers.NotFound("muting rule") : TypedResults.Ok(new MutingRuleDeleted("deleted", ruleId));
    }

    private static async Task<Results<Ok<MutingRule>, JsonHttpResult<ErrorBody>>> EndAsync(
        DatabaseSession session, Guid project, Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var rule = (await MutingRule.ListAsync(session, $"where r.id = {id} and r.project_id = {project}", now, cancel)).SingleOrDefault();
        await session.CommitAsync(cancel);
        return rule is null ? Answers.NotFound("muting rule") : TypedResults.Ok(rule);
    }

    private static string? Write(Dictionary<string, JsonElement>? criteria) =>
        criteria is null ? null : JsonSerializer.Serialize(criteria, AlertingJson.Default.DictionaryStringJsonElement);
}
