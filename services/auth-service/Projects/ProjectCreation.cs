using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Projects;

/// <summary>A new project.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Slug">Its name in URLs, unique in the tenant: letters, digits, hyphens and underscores.</param>
/// <param name="Description">Default: empty.</param>
/// <param name="Timezone">An IANA name. Default: UTC.</param>
internal sealed record CreateProjectRequest(string? Name, string? Slug, string? Description, string? Timezone);

/// <summary><c>POST /projects</c></summary>
internal static class ProjectCreation
{
    public static void MapProjectCreation(this IEndpointRouteBuilder routes) => routes.MapPost("/projects", CreateAsync)
        .Named("create_project")
        .WithSummary("Creates a project whose owner is the caller")
        .WithTags("Projects")
        .Produces<Project>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<Project>, JsonHttpResult<ErrorBody>>> CreateAsync(
        CreateProjectRequest request, HttpContext http, Authorizer authorizer, TimeProvider time, CancellationToken cancel)
    {
        await using var user = await authorizer.OpenAsync(http, cancel);
        if (user.Refusal is { } refusal)
        {
            return refusal;
        }

        var mistakes = ProjectRules.FindMistakes(request.Name ?? "", request.Slug ?? "", request.Description).ToList();
        if (mistakes.Count == 0 && await ProjectRules.FindTimezoneMistakeAsync(user.Database, request.Timezone, cancel) is { } mistake)
        {
            mistakes.Add(mistake);
        }

        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var id = Guid.NewGuid();
        var now = time.GetUtcNow();
        var created = await user.Database.ExecuteAsync($"""
            insert into projects (id, tenant_id, name, slug, description, timezone, created_at, updated_at)
            values ({id}, {user.TenantId}, {request.Name!.Trim()}, {request.Slug}, {request.Description ?? ""}, {request.Timezone ?? "UTC"}, {now}, {now})
            on conflict (tenant_id, slug) do nothing
            """, cancel);
        if (created == 0)
        {
            return ApiErrors.BadRequest("slug: another project of your organisation has it already");
        }

        await user.Database.ExecuteAsync($"""
            insert into project_members (project_id, user_id, tenant_id, role, created_at, updated_at)
            values ({id}, {user.UserId}, {user.TenantId}, {Role.Owner}, {now}, {now})
            """, cancel);
        var project = await Project.GetAsync(user.Database, id, user.UserId, cancel);
        user.Audit(id, null, new AuditFields { { "name", project.Name }, { "slug", project.Slug }, { "timezone", project.Timezone } });
        await user.Database.CommitAsync(cancel);
        return TypedResults.Ok(project);
    }
}
