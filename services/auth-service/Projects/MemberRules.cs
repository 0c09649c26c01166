using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AuthService.Access;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Projects;

/// <summary>What holds for every change of members.</summary>
internal static class MemberRules
{
    public static IEnumerable<string> FindMistakes(string? role, bool isEmail = true)
    {
        if (!isEmail)
        {
            yield return "user_email: must be a valid e-mail address";
        }

        if (!Role.InProject.Contains(role))
        {
            yield return $"role: must be one of {string.Join(", ", Role.InProject)}";
        }
    }

    public static JsonHttpResult<ErrorBody> OnlyOwners() => ApiErrors.Forbidden("Only owners of the project may make somebody an owner, or change an owner.");

    /// <summary>
    /// Finds a member whose role is to change. The project's row is locked first, so two owners who remove each other follow
    /// one another, and the second finds itself the last.
    /// </summary>
    public static async Task<(Member? Member, JsonHttpResult<ErrorBody>? Refusal)> FindForChangeAsync(
        AuthorizedSession admin, Guid userId, string? newRole, CancellationToken cancel)
    {
        await admin.Database.ExecuteAsync($"select id from projects where id = {admin.ProjectId} for no key update", cancel);

        // Looked at again now that nobody else can change it.
        var own = await Member.FindAsync(admin.Database, admin.ProjectId, admin.UserId, cancel);
        if (Role.AccessOf(own?.Role) < Permissions.Table["update_member"])
        {
            return (null, ApiErrors.Forbidden("Only owners and administrators of the project may do this."));
        }

        if (await Member.FindAsync(admin.Database, admin.ProjectId, userId, cancel) is not { } member)
        {
            return (null, ApiErrors.NotFound("This user is not a member of the project."));
        }

        if ((member.Role == Role.Owner || newRole == Role.Owner) && Role.AccessOf(own?.Role) < Permissions.Table["change_owners"])
        {
            return (null, OnlyOwners());
        }

        return member.Role == Role.Owner && newRole != Role.Owner && await IsLastOwnerAsync(admin.Database, admin.ProjectId, userId, cancel)
            ? (null, ApiErrors.Forbidden("This is the last owner of the project. Make somebody else an owner first."))
            : (member, null);
    }

    private static Task<bool> IsLastOwnerAsync(DatabaseSession session, Guid projectId, Guid userId, CancellationToken cancel) => session.SingleOrDefaultAsync($"""
        select not exists (select from project_members m join users u on u.id = m.user_id
          where m.project_id = {projectId} and m.role = {Role.Owner} and m.user_id <> {userId} and u.is_active)
        """, row => row.GetBoolean(0), cancel);
}
