using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CicdConnectorService.Access;

internal static class PermissionEndpoints
{
    /// <summary>Names the endpoint and demands what <see cref="Permissions"/> says about that name.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        if (!Permissions.Table.TryGetValue(name, out var access))
        {
            throw new InvalidOperationException($"The endpoint '{name}' has no line in {nameof(Permissions)}.");
        }

        endpoint.WithName(name);
        return access == Access.Sender
            ? endpoint.NotAudited("Deliveries are kept with what became of them.")
            : endpoint.AddEndpointFilter(async (context, next) => Refuse(context.HttpContext.GetCaller(), access) is { } refusal ? refusal : await next(context));
    }

    /// <summary>Who calls and for which project is decided by the internal token and nothing else.</summary>
    private static JsonHttpResult<ErrorBody>? Refuse(Caller caller, Access access)
    {
        if (!Allows(caller, access))
        {
            return ApiErrors.Forbidden(access == Access.Admin && caller.ProjectRole is "viewer" or "engineer"
                ? "Only administrators and owners of the project may do this."
                : "You do not have permission to do this.");
        }

        return caller is { TenantId: not null, ProjectId: not null }
            ? null
            : ApiErrors.BadRequest("Choose a project first.", ErrorCodes.MissingProjectId);
    }

    private static bool Allows(Caller caller, Access access) => (caller.Kind, access) switch
    {
        (CallerKind.Service, Access.Viewer) => true,
        (CallerKind.User, Access.Viewer) => caller.ProjectRole is "owner" or "admin" or "engineer" or "viewer",
        (CallerKind.User, Access.Admin) => caller.ProjectRole is "owner" or "admin",
        _ => false,
    };
}
