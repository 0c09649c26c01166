using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Access;

internal static class PermissionEndpoints
{
    /// <summary>Names the endpoint and demands what <see cref="Permissions"/> says about that name.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        if (!Permissions.Table.TryGetValue(name, out var access))
        {
            throw new InvalidOperationException($"The endpoint '{name}' has no line in {nameof(Permissions)}.");
        }

        return endpoint.WithName(name).AddEndpointFilter(async (context, next) =>
            Refuse(context.HttpContext, access) is { } refusal ? refusal : await next(context));
    }

    /// <summary>Whose entries these are is decided by the internal token; a query that names another tenant is refused, not obeyed.</summary>
    private static JsonHttpResult<ErrorBody>? Refuse(HttpContext http, Access access)
    {
        var caller = http.GetCaller();
        if (!Allows(caller, access))
        {
            return ApiErrors.Forbidden(access == Access.TenantAdmin
                ? "Only administrators of your organisation may see its audit log."
                : "You do not have permission to do this.");
        }

        return access != Access.TenantAdmin || http.Request.Query["tenant_id"] is not [{ Length: > 0 } named, ..] ? null
            : !Guid.TryParse(named, out var tenant) ? ApiErrors.Unprocessable(["tenant_id: must be a UUID"])
            : tenant != caller.TenantId ? ApiErrors.Forbidden("This is not your organisation.")
            : null;
    }

    private static bool Allows(Caller caller, Access access) => access switch
    {
        Access.Service => caller.Kind == CallerKind.Service,
        _ => caller is { Kind: CallerKind.User, TenantRole: "admin", TenantId: { } tenant } && tenant != Guid.Empty,
    };
}
