using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService.Conditions;

/// <summary><c>/conditions</c>: creating, changing, deleting.</summary>
internal static class ConditionEndpoints
{
    public static void MapConditions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/conditions", CreateAsync)
            .Named("create_condition")
            .Audited("alert_condition.create", "alert_condition")
            .WithSummary("Creates a condition; it is evaluated once a minute, the first time within ten seconds")
            .WithTags("Conditions")
            .Produces<ConditionResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status409Conflict);
        routes.MapConditionList();
        routes.MapPut("/conditions/{condition_id}", UpdateAsync)
            .Named("update_condition")
            .Audited("alert_condition.update", "alert_condition")
            .WithSummary("Changes a condition; what is absent or null stays as it is. When it watches something else from now on, or is disabled, its alerts are over")
            .WithTags("Conditions")
            .Produces<ConditionResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapDelete("/conditions/{condition_id}", DeleteAsync)
            .Named("delete_condition")
            .Audited("alert_condition.delete", "alert_condition")
            .WithSummary("Deletes a condition; its alerts are over and stay as history")
            .WithTags("Conditions")
            .Produces<ConditionDeleted>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapPreview();
    }

    private static async Task<Results<Ok<ConditionResponse>, JsonHttpResult<ErrorBody>>> CreateAsync(
        ConditionRequest request, HttpContext http, ServiceDatabase database, IOptions<LimitOptions> limits, TimeProvider time, CancellationToken cancel)
    {
        if (ConditionChange.FindMissing(request).Concat(request.FindMistakes()).ToList() is { Count: > 0 } mistakes)
        {
            return Answers.Refuse(mistakes);
        }

        var (condition, contradictions) = ConditionChange.Apply(ConditionChange.Empty(http.GetCaller(), time.GetStoredNow()), request, time.GetStoredNow());
        if (contradictions.Count > 0)
        {
            return Answers.Refuse(contradictions);
        }

        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (await Limits.CountAsync(session, condition.ProjectId, $"conditions", cancel) is var count && count >= limits.Value.MaxConditions)
        {
            return Answers.Full("conditions", count);
        }

        await condition.InsertAsync(session, cancel);
        await session.CommitAsync(cancel);
        http.DescribeAudit(new AuditEntry { ResourceId = condition.Id.ToString(), After = new AuditFields { { "name", condition.Name } } });
        return TypedResults.Ok(ConditionResponse.Of(condition, [], 0));
    }

    private static async Task<Results<Ok<ConditionResponse>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "condition_id")] Guid conditionId, ConditionRequest request, HttpContext http, ServiceDatabase database, AlertLedger alerts, TimeProvider time,
        CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return Answers.Refuse(mistakes);
        }

        var project = http.GetCaller().ProjectId!.Value;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (await Condition.LockAsync(session, project, conditionId, cancel) is not { } before)
        {
            return Answers.NotFound("condition");
        }

        var (after, contradictions) = ConditionChange.Apply(before, request, time.GetStoredNow());
        if (contradictions.Count > 0)
        {
            return Answers.Refuse(contradictions);
        }

        if (!after.Enabled || ConditionChange.WatchesSomethingElse(before, after))
        {
            await alerts.ResolveAllAsync(session, before, after.Enabled ? "The condition watches something else now." : "The condition was disabled.", cancel);
        }

        await after.SaveAsync(session, cancel);
        var answer = await ConditionList.FindAsync(session, project, conditionId, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(answer!);
    }

    private static async Task<Results<Ok<ConditionDeleted>, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "condition_id")] Guid conditionId, HttpContext http, ServiceDatabase database, AlertLedger alerts, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (await Condition.LockAsync(session, http.GetCaller().ProjectId!.Value, conditionId, cancel) is not { } condition)
        {
            return Answers.NotFound("condition");
        }

        await alerts.ResolveAllAsync(session, condition, "The condition was deleted.", cancel);
        await session.ExecuteAsync($"delete from conditions where id = {conditionId}", cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(new ConditionDeleted("deleted", conditionId));
    }
}
