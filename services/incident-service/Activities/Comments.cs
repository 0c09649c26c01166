using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.IncidentService.Peers;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.IncidentService.Activities;

/// <summary>What somebody has to say.</summary>
/// <param name="Content">1 to 5000 characters.</param>
internal sealed record CommentRequest(string? Content);

/// <summary><c>POST /incidents/{incident_id}/comments</c></summary>
internal static class Comments
{
    private const int Length = 5000;

    public static void MapComments(this IEndpointRouteBuilder routes) => routes.MapPost("/incidents/{incident_id}/comments", AddAsync)
        .Named("add_comment")
        .WithSummary("Adds a comment in the caller's name")
        .WithTags("Activities")
        .Produces<Activity>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity);

    /// <summary>Of a comment that comes along with a change; null is none.</summary>
    public static IEnumerable<string> FindMistakes(string? comment)
    {
        if (comment is not null && !Text.IsProse(comment, Length))
        {
            yield return $"comment: must have at most {Length} characters and no control characters";
        }
    }

    /// <summary>Of what was said, that it was said: the story has the words.</summary>
    public static AuditEntry ToAudit(Activity comment) => new()
    {
        Action = AuditActions.Comment,
        ResourceId = comment.IncidentId.ToString(),
        Metadata = new AuditFields { { "activity_id", comment.Id } },
    };

    private static async Task<Results<Ok<Activity>, JsonHttpResult<ErrorBody>>> AddAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, CommentRequest request, HttpContext http, ServiceDatabase database,
        ProjectDirectory directory, IncidentEvents events, AuditLog audit, TimeProvider time, CancellationToken cancel)
    {
        if (!Text.IsProse(request.Content, Length) || request.Content!.Trim().Length == 0)
        {
            return ApiErrors.Unprocessable([$"content: must have 1 to {Length} characters and no control characters"]);
        }

        var caller = http.GetCaller();
        var author = await directory.FindAuthorAsync(caller, cancel);
        var scope = CallerScope.Of(caller);
        await using var session = await database.OpenAsync(scope, cancel);
        // Locked, so that the story has one order.
        if (await Incident.LockAsync(session, caller.ProjectId!.Value, incidentId, cancel) is not { } incident)
        {
            return IncidentErrors.NotFound();
        }

        var at = incident.Next(time.GetStoredNow()).UpdatedAt;
        var comment = await Activity.AddCommentAsync(session, scope, incidentId, request.Content, author, at, cancel);
        events.Commented(session, comment, scope);
        audit.Add(session, http, ToAudit(comment));
        await session.CommitAsync(cancel);
        return TypedResults.Ok(comment);
    }
}
