using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Access;

internal static class PermissionEndpoints
{
    /// <summary>Names the endpoint and demands what <see cref="Permissions"/> says about that name.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        if (!Permissions.Table.TryGetValue(name, out var access))
        {
            throw new InvalidOperationException($"The endpoint '{name}' has no line in {nameof(Permissions)}.");
        }

        if (access.Scope is not null)
        {
            endpoint.NotAudited("Ingest: api-gateway counts the use of keys.");
        }

        return endpoint.WithName(name).AddEndpointFilter(async (context, next) =>
            Refuse(context.HttpContext.GetCaller(), access) is { } refusal ? refusal : await next(context));
    }

    /// <summary>Who calls and for which project is decided by the internal token and nothing else.</summary>
    public static JsonHttpResult<ErrorBody>? Refuse(Caller caller, Access access)
    {
        if (!Allows(caller, access))
        {
            return ApiErrors.Forbidden((caller.Kind, access.Scope) switch
            {
                (CallerKind.ApiKey, { } scope) => $"The API key does not have the scope {scope}.",
                (CallerKind.User, null) when caller.ProjectRole == "viewer" => "Viewers of the project may not do this.",
                _ => "You do not have permission to do this.",
            });
        }

        return caller is { TenantId: not null, ProjectId: not null }
            ? null
            : ApiErrors.BadRequest("Choose a project first.", ErrorCodes.MissingProjectId);
    }

    private static bool Allows(Caller caller, Access access) => caller.Kind switch
    {
        CallerKind.Service => access.Service,
        CallerKind.User => caller.ProjectRole is { } role && access.Roles.Contains(role),
        CallerKind.ApiKey => access.Scope is { } scope && caller.Scopes.Contains(scope),
        _ => false,
    };
}
