using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Access;

/// <summary>
/// The one way from a user's request to data: opens a database session in the scope of the caller's tenant and the path's
/// project, if the caller may do what the endpoint demands. That is decided by the rows of this moment and not by the
/// token, so a change of role or the end of a session counts at once. One query.
/// </summary>
internal sealed class Authorizer(ServiceDatabase database, AuditLog audit)
{
    /// <summary>For an endpoint without a project.</summary>
    public Task<AuthorizedSession> OpenAsync(HttpContext http, CancellationToken cancel) => OpenAsync(http, projectId: null, cancel);

    /// <summary>For an endpoint of a project, whichever the caller's token is for.</summary>
    public Task<AuthorizedSession> OpenAsync(HttpContext http, Guid projectId, CancellationToken cancel) => OpenAsync(http, (Guid?)projectId, cancel);

    private async Task<AuthorizedSession> OpenAsync(HttpContext http, Guid? projectId, CancellationToken cancel)
    {
        var required = http.GetEndpoint()!.Metadata.GetRequiredMetadata<RequiredAccess>().Access;
        var caller = http.GetCaller();
        var session = await database.OpenAsync(CallerScope.Of(caller) with { ProjectId = projectId }, cancel);
        try
        {
            var standing = await Standing.FindAsync(session, caller, projectId, cancel);
            // Should it be refused, or the handler write no entry: about which project, and in which role.
            var entry = new AuditEntry { ProjectId = projectId, Actor = ActorOf(caller, standing) };
            http.DescribeAudit(entry);
            return new AuthorizedSession(session, caller, projectId, standing?.ProjectRole, Refuse(standing, required), http, audit, entry);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static AuditActor? ActorOf(Caller caller, Standing? standing) => caller is { TenantId: { } tenant, UserId: { } user }
        ? AuditActor.User(tenant, user, caller.Email ?? "", standing?.ProjectRole ?? standing?.TenantRole)
        : null;

    private static JsonHttpResult<ErrorBody>? Refuse(Standing? standing, Access required) => standing switch
    {
        null => ApiErrors.NotFound("This account no longer exists."),
        { IsSignedIn: false } => ApiErrors.Unauthorized("You have been signed out. Log in again."),
        _ => standing.Allows(required) ? null : ApiErrors.Forbidden(Reason(standing, required)),
    };

    // The same words for a project of another tenant, one that does not exist and one without the caller.
    private static string Reason(Standing standing, Access required) => required switch
    {
        Access.TenantAdmin => "Only administrators of your organisation may do this.",
        _ when standing.ProjectRole is null => "You are not a member of this project.",
        Access.ProjectOwner => "Only owners of the project may do this.",
        Access.ProjectAdmin => "Only owners and administrators of the project may do this.",
        _ => "Viewers of the project may not do this.",
    };
}
