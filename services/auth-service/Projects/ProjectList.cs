using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuthService.Access;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Projects;

/// <summary><c>GET /projects</c> and <c>GET /projects/{project_id}</c></summary>
internal static class ProjectList
{
    public static void MapProjectList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/projects", ListAsync)
            .Named("list_projects")
            .WithSummary("The projects the caller is a member of, deactivated ones included")
            .WithTags("Projects")
            .Produces<IReadOnlyList<Project>>()
            .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound);
        routes.MapGet("/projects/{project_id}", GetAsync)
            .Named("get_project")
            .WithSummary("One project")
            .WithTags("Projects")
            .Produces<Project>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<IReadOnlyList<Project>>, JsonHttpResult<ErrorBody>>> ListAsync(HttpContext http, Authorizer authorizer, CancellationToken cancel)
    {
        await using var user = await authorizer.OpenAsync(http, cancel);
        return user.Refusal is { } refusal
            ? refusal
            : TypedResults.Ok<IReadOnlyList<Project>>(await Project.ListAsync(user.Database, user.UserId, cancel));
    }

    private static async Task<Results<Ok<Project>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "project_id")] Guid projectId, HttpContext http, Authorizer authorizer, CancellationToken cancel)
    {
        await using var member = await authorizer.OpenAsync(http, projectId, cancel);
        return member.Refusal is { } refusal ? refusal : TypedResults.Ok(await Project.GetAsync(member.Database, projectId, member.UserId, cancel));
    }
}
