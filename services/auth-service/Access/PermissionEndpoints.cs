using SreCopilot.Audit;
using SreCopilot.Identity;

namespace SreCopilot.AuthService.Access;

/// <summary>What an endpoint demands of its caller.</summary>
internal sealed record RequiredAccess(Access Access);

internal static class PermissionEndpoints
{
    /// <summary>Names the endpoint, for the audit log too, and demands what <see cref="Permissions"/> says about that name.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        if (!Permissions.Table.TryGetValue(name, out var access))
        {
            throw new InvalidOperationException($"The endpoint '{name}' has no line in {nameof(Permissions)}.");
        }

        endpoint.WithName(name).WithMetadata(new RequiredAccess(access));
        if (AuditActions.Table.TryGetValue(name, out var audited))
        {
            endpoint.Audited(audited.Action, audited.ResourceType);
        }

        return access switch
        {
            Access.Anyone => endpoint,
            Access.Service => endpoint.RequireService(),
            _ => endpoint.RequireUser(),
        };
    }
}
