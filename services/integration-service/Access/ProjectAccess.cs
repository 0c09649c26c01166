using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IntegrationService.Peers;
using SreCopilot.Peers;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IntegrationService.Access;

/// <summary>A project that auth-service showed to a caller.</summary>
internal sealed record VisibleProject(Guid Id);

/// <summary>
/// Whether a caller is a member of the project in a path. The token knows that about the caller's current project; about
/// others auth-service is asked with the caller's own rights.
/// </summary>
internal sealed class ProjectAccess(PeerClient peers, IOptions<PeerOptions> options)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    /// <summary>The caller's tenant, and the project of the path.</summary>
    public static CallerScope ScopeOf(Caller caller, Guid project) => new(caller.TenantId ?? Guid.Empty, project, caller.UserId);

    /// <summary>Why the caller may not see the project; null when it may.</summary>
    public async Task<JsonHttpResult<ErrorBody>?> FindRefusalAsync(Caller caller, Guid project, CancellationToken cancel)
    {
        if (caller.TenantId is null || caller.Kind is not (CallerKind.User or CallerKind.Service))
        {
            return ApiErrors.Forbidden("You do not have permission to do this.");
        }

        if (caller.ProjectId == project)
        {
            return caller.Kind == CallerKind.Service || caller.ProjectRole is "owner" or "admin" or "engineer" or "viewer"
                ? null
                : ApiErrors.Forbidden("You are not a member of this project.");
        }

        if (caller.Kind == CallerKind.Service)
        {
            return ApiErrors.Forbidden("The internal token is not for this project.");
        }

        var (shown, status, _) = await peers.GetAsync(
            new Uri(options.Value.AuthService, $"/projects/{project}"), caller, IntegrationJson.Default.VisibleProject, Deadline, cancel);
        return status switch
        {
            HttpStatusCode.OK when shown?.Id == project => null,
            null or >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests =>
                ApiErrors.Create(
                    StatusCodes.Status503ServiceUnavailable, "Your membership cannot be verified at the moment. Try again in a few seconds.", error: "service_unavailable"),
            // The same words for a project of another tenant and one that does not exist.
            _ => ApiErrors.Forbidden("You are not a member of this project."),
        };
    }
}
