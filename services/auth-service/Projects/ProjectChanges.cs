using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Revocations;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Projects;

/// <summary>What to change; null leaves it.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Description">May be empty.</param>
/// <param name="Timezone">An IANA name.</param>
/// <param name="IsActive">False deactivates the project: nobody can work in it, and its API keys are refused.</param>
internal sealed record UpdateProjectRequest(string? Name, string? Description, string? Timezone, bool? IsActive);

/// <summary>What was done.</summary>
/// <param name="Status">Always <c>success</c>.</param>
/// <param name="Message">For display.</param>
internal sealed record DoneResponse(string Status, string Message)
{
    public static DoneResponse Success(string message) => new("success", message);
}

/// <summary><c>PATCH</c> and <c>DELETE /projects/{project_id}</c></summary>
internal static class ProjectChanges
{
    public static void MapProjectChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/projects/{project_id}", UpdateAsync)
            .Named("update_project")
            .WithSummary("Changes a project, deactivates it or activates it again")
            .WithTags("Projects")
            .Produces<Project>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
                StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
        routes.MapDelete("/projects/{project_id}", DeleteAsync)
            .Named("delete_project")
            .WithSummary("Deactivates a project; its data stays until somebody activates it again")
            .WithTags("Projects")
            .Produces<DoneResponse>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
                StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<Project>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "project_id")] Guid projectId, UpdateProjectRequest request, HttpContext http, Authorizer authorizer, RevocationLog revocations,
        TimeProvider time, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        var mistakes = ProjectRules.FindMistakes(request.Name, slug: null, request.Description).ToList();
        if (mistakes.Count == 0 && await ProjectRules.FindTimezoneMistakeAsync(admin.Database, request.Timezone, cancel) is { } mistake)
        {
            mistakes.Add(mistake);
        }

        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var before = await Project.GetAsync(admin.Database, projectId, admin.UserId, cancel);
        if (request.IsActive == false && await DeactivateAsync(admin, revocations, time, cancel) is { } conflict)
        {
            return conflict;
        }

        await admin.Database.ExecuteAsync($"""
            update projects set name = coalesce({request.Name?.Trim()}, name), description = coalesce({request.Description}, description),
              timezone = coalesce({request.Timezone}, timezone), is_active = coalesce({request.IsActive}, is_active), updated_at = {time.GetUtcNow()}
            where id = {projectId}
            """, cancel);
        var project = await Project.GetAsync(admin.Database, projectId, admin.UserId, cancel);
        admin.Audit(projectId, FieldsOf(before), FieldsOf(project));
        await admin.Database.CommitAsync(cancel);
        return TypedResults.Ok(project);
    }

    private static async Task<Results<Ok<DoneResponse>, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "project_id")] Guid projectId, HttpContext http, Authorizer authorizer, RevocationLog revocations, TimeProvider time, CancellationToken cancel)
    {
        await using var owner = await authorizer.OpenAsync(http, projectId, cancel);
        if (owner.Refusal is { } refusal)
        {
            return refusal;
        }

        if (await DeactivateAsync(owner, revocations, time, cancel) is { } conflict)
        {
            return conflict;
        }

        owner.Audit(projectId, new AuditFields { { "is_active", true } }, new AuditFields { { "is_active", false } });
        await owner.Database.CommitAsync(cancel);
        return TypedResults.Ok(DoneResponse.Success("The project was deactivated."));
    }

    private static AuditFields FieldsOf(Project project) => new()
    {
        { "name", project.Name }, { "description", project.Description }, { "timezone", project.Timezone }, { "is_active", project.IsActive },
    };

    private static async Task<JsonHttpResult<ErrorBody>?> DeactivateAsync(
        AuthorizedSession session, RevocationLog revocations, TimeProvider time, CancellationToken cancel)
    {
        // Without an active project nobody can log in, so nobody could activate it again.
        var hasAnother = await session.Database.SingleOrDefaultAsync($"""
            select exists (select from project_members m join projects p on p.id = m.project_id
              where m.user_id = {session.UserId} and p.is_active and p.id <> {session.ProjectId})
            """, row => row.GetBoolean(0), cancel);
        if (!hasAnother)
        {
            return ApiErrors.Conflict("This is your only active project: you could not log in any more. Create or activate another one first.");
        }

        var deactivated = await session.Database.ExecuteAsync(
            $"update projects set is_active = false, updated_at = {time.GetUtcNow()} where id = {session.ProjectId} and is_active", cancel);
        if (deactivated > 0)
        {
            await revocations.AddProjectAsync(session.Database, session.TenantId, session.ProjectId, cancel);
        }

        return null;
    }
}
