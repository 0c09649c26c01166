using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Revocations;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Projects;

/// <summary>The new role.</summary>
/// <param name="Role">owner, admin, engineer or viewer; only owners make owners.</param>
internal sealed record UpdateMemberRequest(string? Role);

/// <summary><c>PATCH</c> and <c>DELETE /projects/{project_id}/members/{user_id}</c></summary>
internal static class MemberChanges
{
    public static void MapMemberChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/projects/{project_id}/members/{user_id}", UpdateAsync)
            .Named("update_member")
            .WithSummary("Gives a member another role, at once")
            .WithTags("Members")
            .Produces<Member>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
                StatusCodes.Status422UnprocessableEntity);
        routes.MapDelete("/projects/{project_id}/members/{user_id}", RemoveAsync)
            .Named("remove_member")
            .WithSummary("Ends a membership, at once")
            .WithTags("Members")
            .Produces<DoneResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Member>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "user_id")] Guid userId, UpdateMemberRequest request, HttpContext http,
        Authorizer authorizer, RevocationLog revocations, TimeProvider time, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        if (MemberRules.FindMistakes(request.Role).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var (member, denied) = await MemberRules.FindForChangeAsync(admin, userId, request.Role, cancel);
        if (denied is not null)
        {
            return denied;
        }

        if (member!.Role != request.Role)
        {
            await admin.Database.ExecuteAsync($"""
                update project_members set role = {request.Role}, updated_at = {time.GetUtcNow()} where project_id = {projectId} and user_id = {userId}
                """, cancel);
            await revocations.AddMembershipAsync(admin.Database, admin.TenantId, userId, projectId, cancel);
        }

        admin.Audit(
            userId, new AuditFields { { "role", member.Role } }, new AuditFields { { "role", request.Role } });
        await admin.Database.CommitAsync(cancel);
        return TypedResults.Ok(member with { Role = request.Role! });
    }

    private static async Task<Results<Ok<DoneResponse>, JsonHttpResult<ErrorBody>>> RemoveAsync(
        [FromRoute(Name = "project_id")] Guid projectId, [FromRoute(Name = "user_id")] Guid userId, HttpContext http,
        Authorizer authorizer, RevocationLog revocations, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        var (member, denied) = await MemberRules.FindForChangeAsync(admin, userId, newRole: null, cancel);
        if (denied is not null)
        {
            return denied;
        }

        await admin.Database.ExecuteAsync($"delete from project_members where project_id = {projectId} and user_id = {userId}", cancel);
        await revocations.AddMembershipAsync(admin.Database, admin.TenantId, userId, projectId, cancel);
        admin.Audit(userId, new AuditFields { { "email", member!.UserEmail }, { "role", member.Role } }, null);
        await admin.Database.CommitAsync(cancel);
        return TypedResults.Ok(DoneResponse.Success("The member was removed from the project."));
    }
}
