using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AiService.Feedback;

/// <summary>What somebody thinks of a hypothesis.</summary>
/// <param name="Verdict">accepted or rejected.</param>
/// <param name="Comment">At most 2000 characters.</param>
internal sealed record VerdictRequest(string? Verdict, string? Comment);

/// <summary>A verdict.</summary>
internal sealed record VerdictItem(Guid Id, Guid IncidentId, string Cause, string Subject, string Verdict, string Comment, Guid UserId, string UserEmail, DateTimeOffset CreatedAt)
{
    public static Sql Columns => $"id, incident_id, cause, subject, verdict, comment, user_id, user_email, created_at";

    public static VerdictItem Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetGuid(6), row.GetString(7), row.GetFieldValue<DateTimeOffset>(8));
}

/// <summary>What the project learned about one cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Accepted">How often it was right.</param>
/// <param name="Rejected">How often it was wrong.</param>
/// <param name="HumanValidation">What the ranking makes of it: (accepted + 1) / (accepted + rejected + 2).</param>
internal sealed record LearnedCause(string Cause, int Accepted, int Rejected, double HumanValidation);

/// <summary>What the project learned.</summary>
/// <param name="Causes">Those with verdicts; all others count as 0.5.</param>
/// <param name="Verdicts">The newest first.</param>
/// <param name="Total">How many there are.</param>
internal sealed record FeedbackResponse(IReadOnlyList<LearnedCause> Causes, IReadOnlyList<VerdictItem> Verdicts, int Total);

/// <summary>How many verdicts were forgotten.</summary>
internal sealed record FeedbackReset(int Removed);

/// <summary>Verdicts of people: given, inspected, forgotten. Every later ranking of the project uses them.</summary>
internal static class FeedbackEndpoints
{
    private const int CommentLength = 2000;

    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/incidents/{incident_id}/hypotheses/{hypothesis_id}/feedback", AddAsync)
            .Named("give_feedback").Audited("hypothesis.feedback", "hypothesis")
            .WithSummary("Accepts or rejects a hypothesis; a second verdict of the same person replaces the first. Later rankings of the project use it")
            .WithTags("Feedback").Produces<VerdictItem>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/feedback", ListAsync)
            .Named("list_feedback")
            .WithSummary("What the project learned, per cause, and the verdicts: page (from 1), limit (1 to 200, default 50)")
            .WithTags("Feedback").Produces<FeedbackResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapDelete("/feedback", ResetAsync)
            .Named("reset_feedback").Audited("hypothesis.feedback_reset", "project")
            .WithSummary("Forgets the verdicts: all, or those about one cause")
            .WithTags("Feedback").Produces<FeedbackReset>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<VerdictItem>, JsonHttpResult<ErrorBody>>> AddAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, [FromRoute(Name = "hypothesis_id")] Guid hypothesisId, VerdictRequest request, HttpContext http,
        ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        if (request.Verdict is not (VerdictStore.Accepted or VerdictStore.Rejected))
        {
            return ApiErrors.Unprocessable([$"verdict: must be {VerdictStore.Accepted} or {VerdictStore.Rejected}"]);
        }

        if (request.Comment is not null && !Text.IsProse(request.Comment, CommentLength))
        {
            return ApiErrors.Unprocessable([$"comment: must have at most {CommentLength} characters and no control characters"]);
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var hypothesis = await session.SingleOrDefaultAsync(
            $"select cause, subject from hypotheses where id = {hypothesisId} and incident_id = {incidentId} and project_id = {caller.ProjectId}",
            row => new JudgedHypothesis(row.GetStringOrNull(0), row.GetString(1)), cancel);
        if (hypothesis is null)
        {
            return ApiErrors.NotFound("There is no such hypothesis of an incident of this project.");
        }

        // What only the model thought of has no cause that the engine could learn about.
        var cause = hypothesis.Cause ?? "other";
        var verdict = await session.SingleOrDefaultAsync($"""
            insert into verdicts as v (id, tenant_id, project_id, incident_id, cause, subject, verdict, comment, user_id, user_email, created_at)
            values ({Guid.NewGuid()}, {caller.TenantId}, {caller.ProjectId}, {incidentId}, {cause}, {hypothesis.Subject}, {request.Verdict}, {request.Comment ?? ""}, {caller.UserId},
              {caller.Email ?? ""}, {time.GetStoredNow()})
            on conflict (project_id, incident_id, cause, subject, user_id) do update set verdict = excluded.verdict, comment = excluded.comment, created_at = excluded.created_at
            returning {VerdictItem.Columns}
            """, VerdictItem.Read, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(verdict!);
    }

    private static async Task<Results<Ok<FeedbackResponse>, JsonHttpResult<ErrorBody>>> ListAsync(
        string? page, string? limit, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var (number, most) = (reader.Number("page", page, 1, 1, 100_000), reader.Number("limit", limit, 50, 1, 200));
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var causes = await session.ListAsync($"""
            select cause, (count(*) filter (where verdict = {VerdictStore.Accepted}))::int, (count(*) filter (where verdict = {VerdictStore.Rejected}))::int
            from verdicts where project_id = {caller.ProjectId} group by cause order by cause
            """, row => new LearnedCause(
                row.GetString(0), row.GetInt32(1), row.GetInt32(2), Math.Round((row.GetInt32(1) + 1.0) / (row.GetInt32(1) + row.GetInt32(2) + 2.0), 4)), cancel);
        var verdicts = await session.ListAsync($"""
            select {VerdictItem.Columns} from verdicts where project_id = {caller.ProjectId} order by created_at desc, id limit {most} offset {(number - 1L) * most}
            """, VerdictItem.Read, cancel);
        return TypedResults.Ok(new FeedbackResponse(causes, verdicts, causes.Sum(cause => cause.Accepted + cause.Rejected)));
    }

    private static async Task<Results<Ok<FeedbackReset>, JsonHttpResult<ErrorBody>>> ResetAsync(
        string? cause, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(cause) && cause != "other" && Words.Parse<Hypotheses.Cause>(cause) is null)
        {
            return ApiErrors.BadRequest($"cause: must be one of {string.Join(", ", Enum.GetValues<Hypotheses.Cause>().Select(Words.Of))}, other", ErrorCodes.ValidationError);
        }

        var (caller, wanted) = (http.GetCaller(), string.IsNullOrEmpty(cause) ? null : cause);
        await using var session = await database.OpenAsync(caller, cancel);
        var removed = await session.ExecuteAsync($"delete from verdicts where project_id = {caller.ProjectId} and ({wanted}::text is null or cause = {wanted})", cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(new FeedbackReset(removed));
    }

    private sealed record JudgedHypothesis(string? Cause, string Subject);
}
