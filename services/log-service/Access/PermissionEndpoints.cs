using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.LogService.Access;

internal static class PermissionEndpoints
{
    /// <summary>Names the endpoint and demands what <see cref="Permissions"/> says about that name.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        if (!Permissions.Table.TryGetValue(name, out var access))
        {
            throw new InvalidOperationException($"The endpoint '{name}' has no line in {nameof(Permissions)}.");
        }

        if (access == Access.Sender)
        {
            endpoint.NotAudited("Ingest: api-gateway counts the use of keys.");
        }

        return endpoint.WithName(name).AddEndpointFilter(async (context, next) =>
            Refuse(context.HttpContext.GetCaller(), access) is { } refusal ? refusal : await next(context));
    }

    /// <summary>Who calls and for which project is decided by the internal token and nothing else.</summary>
    private static JsonHttpResult<ErrorBody>? Refuse(Caller caller, Access access)
    {
        if (!Allows(caller, access))
        {
            return ApiErrors.Forbidden(access == Access.Sender && caller.Kind == CallerKind.ApiKey
                ? $"The API key lacks the scope {ApiKeyScopes.Logs}."
                : "You do not have permission to do this.");
        }

        return caller is { TenantId: not null, ProjectId: not null }
            ? null
            : ApiErrors.BadRequest("Choose a project first.", ErrorCodes.MissingProjectId);
    }

    private static bool Allows(Caller caller, Access access) => (caller.Kind, access) switch
    {
        (CallerKind.Service, Access.Viewer or Access.Service) => true,
        (CallerKind.User, Access.Viewer) => caller.ProjectRole is "owner" or "admin" or "engineer" or "viewer",
        (CallerKind.User, Access.Admin) => caller.ProjectRole is "owner" or "admin",
        (CallerKind.ApiKey, Access.Sender) => caller.Scopes.Contains(ApiKeyScopes.Logs),
        _ => false,
    };
}
