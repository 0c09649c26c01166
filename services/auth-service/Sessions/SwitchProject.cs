using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Accounts;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Sessions;

/// <summary>The project to work in.</summary>
/// <param name="ProjectId">One of the user's active projects.</param>
internal sealed record SwitchProjectRequest(string? ProjectId);

/// <summary>A token for the new project; it is also set as cookie.</summary>
/// <param name="AccessToken">A JWT for <c>Authorization: Bearer</c>.</param>
/// <param name="TokenType">Always <c>bearer</c>.</param>
/// <param name="Project">The project it is for.</param>
internal sealed record SwitchProjectResponse(string AccessToken, string TokenType, Membership Project);

/// <summary><c>POST /switch-project</c></summary>
internal static class SwitchProject
{
    public static void MapSwitchProject(this IEndpointRouteBuilder routes) => routes.MapPost("/switch-project", SwitchAsync)
        .Named("switch_project")
        .WithSummary("Turns the session to another project of the user; a refresh keeps it")
        .WithTags("Sessions")
        .Produces<SwitchProjectResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<SwitchProjectResponse>, JsonHttpResult<ErrorBody>>> SwitchAsync(
        SwitchProjectRequest request, HttpContext http, Authorizer authorizer, SessionStore sessions, SessionCookies cookies, CancellationToken cancel)
    {
        await using var user = await authorizer.OpenAsync(http, cancel);
        if (user.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!Guid.TryParse(request.ProjectId, out var projectId))
        {
            return ApiErrors.Unprocessable(["project_id: must be the UUID of a project"]);
        }

        var account = (await Account.FindAsync(user.Database, user.UserId, cancel))!;
        var projects = await Membership.ListAndLockAsync(user.Database, user.UserId, cancel);
        if (projects.Find(project => project.Id == projectId) is not { } wanted)
        {
            return ApiErrors.Forbidden("You are not a member of this project.");
        }

        if (!wanted.IsActive)
        {
            return ApiErrors.Forbidden("This project is deactivated. One of its owners or administrators can activate it again.");
        }

        if (await sessions.SwitchAsync(user.Database, user.SessionId, account, wanted, cancel) is not { } token)
        {
            return ApiErrors.Unauthorized("You have been signed out. Log in again.");
        }

        user.Audit(
            user.UserId, new AuditFields { { "project_id", account.CurrentProjectId } }, new AuditFields { { "project_id", wanted.Id }, { "project_name", wanted.Name } });
        await user.Database.CommitAsync(cancel);
        cookies.SetAccess(http, token);
        return TypedResults.Ok(new SwitchProjectResponse(token, "bearer", wanted));
    }
}
