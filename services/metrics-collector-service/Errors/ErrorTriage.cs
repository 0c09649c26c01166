using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Errors;

/// <summary>What somebody decided about a group; absent and null change nothing, an empty text clears.</summary>
/// <param name="Status">unresolved, investigating, resolved or ignored.</param>
/// <param name="Assignee">At most 255 characters.</param>
/// <param name="Notes">At most 5000 characters.</param>
internal sealed record TriageRequest(JsonElement Status, JsonElement Assignee, JsonElement Notes);

/// <summary>The answer.</summary>
/// <param name="Fingerprint">The group.</param>
/// <param name="Status">updated.</param>
internal sealed record TriageResponse(string Fingerprint, string Status);

/// <summary><c>PATCH /errors/groups/{fingerprint}/triage</c></summary>
internal static class ErrorTriage
{
    public static void MapErrorTriage(this IEndpointRouteBuilder routes) => routes.MapPatch("/errors/groups/{fingerprint}/triage", ChangeAsync)
        .Named("triage_error_group")
        .WithSummary("Changes status, assignee or notes of a group")
        .WithTags("Errors")
        .Produces<TriageResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<TriageResponse>, JsonHttpResult<ErrorBody>>> ChangeAsync(
        string fingerprint, TriageRequest request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var json = new JsonReading();
        var status = Said(request.Status) ? json.Name("status", request.Status, 20) : null;
        var assignee = Said(request.Assignee) ? json.Name("assignee", request.Assignee, 255) : null;
        var notes = Said(request.Notes) ? json.Text("notes", request.Notes, 5000) : null;
        if (status is not null && !ErrorGroupList.Statuses.Contains(status))
        {
            json.Fail("status", $"must be one of {string.Join(", ", ErrorGroupList.Statuses)}");
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        // The contract: an unknown group comes before an invalid status.
        if (await ErrorGroupList.FindAsync(session, caller.ProjectId!.Value, fingerprint, cancel) is not { } group)
        {
            return ErrorGroup.NotFound();
        }

        if (json.HasMistakes)
        {
            return json.Refuse();
        }

        var now = TimeText.Stored(time.GetUtcNow());
        await session.ExecuteAsync($"""
            update error_groups g set status = coalesce({status}, g.status), assignee = coalesce({assignee}, g.assignee), notes = coalesce({notes}, g.notes),
              resolved_at = case when coalesce({status}, g.status) <> 'resolved' then null when g.status = 'resolved' then g.resolved_at else {now} end,
              regressed_at = case when {status} = 'resolved' then null else g.regressed_at end,
              triaged_by = {caller.Email}, triaged_at = {now}
            where g.project_id = {caller.ProjectId} and g.fingerprint = {group.Fingerprint}
            """, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(new TriageResponse(group.Fingerprint, "updated"));
    }

    private static bool Said(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
}
