using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Audit;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Accounts;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Projects;

/// <summary>Who should become a member, and as what.</summary>
/// <param name="UserEmail">The address of an account of the same tenant, in any case.</param>
/// <param name="Role">owner, admin, engineer (default) or viewer; only owners make owners.</param>
internal sealed record AddMemberRequest(string? UserEmail, string? Role);

/// <summary><c>GET</c> and <c>POST /projects/{project_id}/members</c></summary>
internal static class MemberList
{
    public static void MapMemberList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/projects/{project_id}/members", ListAsync)
            .Named("list_members")
            .WithSummary("The members of a project, the longest-standing first")
            .WithTags("Members")
            .Produces<IReadOnlyList<Member>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapPost("/projects/{project_id}/members", AddAsync)
            .Named("add_member")
            .WithSummary("Makes an account of the tenant a member")
            .WithTags("Members")
            .Produces<Member>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
                StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<IReadOnlyList<Member>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "project_id")] Guid projectId, HttpContext http, Authorizer authorizer, CancellationToken cancel)
    {
        await using var member = await authorizer.OpenAsync(http, projectId, cancel);
        return member.Refusal is { } refusal
            ? refusal
            : TypedResults.Ok<IReadOnlyList<Member>>(await Member.ListAsync(member.Database, projectId, cancel));
    }

    private static async Task<Results<Ok<Member>, JsonHttpResult<ErrorBody>>> AddAsync(
        [FromRoute(Name = "project_id")] Guid projectId, AddMemberRequest request, HttpContext http, Authorizer authorizer, TimeProvider time, CancellationToken cancel)
    {
        await using var admin = await authorizer.OpenAsync(http, projectId, cancel);
        if (admin.Refusal is { } refusal)
        {
            return refusal;
        }

        var role = request.Role ?? Role.Engineer;
        var email = EmailAddress.Parse(request.UserEmail);
        if (MemberRules.FindMistakes(role, email is not null).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        if (role == Role.Owner && !admin.Allows("change_owners"))
        {
            return MemberRules.OnlyOwners();
        }

        // The scope of the session makes an account of another tenant as unknown as one that does not exist.
        if (await admin.Database.SingleOrDefaultAsync<Guid?>(
            $"select id from users where tenant_id = {admin.TenantId} and lower(email) = lower({email})", row => row.GetGuid(0), cancel) is not { } userId)
        {
            return ApiErrors.NotFound("There is no user with this e-mail address in your organisation. An administrator of the organisation can create the account.");
        }

        var now = time.GetUtcNow();
        var added = await admin.Database.ExecuteAsync($"""
            insert into project_members (project_id, user_id, tenant_id, role, created_at, updated_at)
            values ({projectId}, {userId}, {admin.TenantId}, {role}, {now}, {now})
            on conflict (project_id, user_id) do nothing
            """, cancel);
        if (added == 0)
        {
            return ApiErrors.BadRequest("This user is a member of the project already.");
        }

        var member = (await Member.FindAsync(admin.Database, projectId, userId, cancel))!;
        admin.Audit(userId, null, new AuditFields { { "email", member.UserEmail }, { "role", member.Role } });
        await admin.Database.CommitAsync(cancel);
        return TypedResults.Ok(member);
    }
}
