using System.Collections.Frozen;
using static SreCopilot.AuditService.Access.Access;

namespace SreCopilot.AuditService.Access;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    /// <summary>By the endpoint's name.</summary>
    public static FrozenDictionary<string, Access> Table { get; } = new Dictionary<string, Access>
    {
        ["list_audit_logs"] = TenantAdmin,
        ["get_audit_log"] = TenantAdmin,
        ["get_audit_statistics"] = TenantAdmin,
        ["get_user_activity"] = TenantAdmin,
        ["get_resource_history"] = TenantAdmin,
        ["export_audit_logs"] = TenantAdmin,
        ["get_audit_retention"] = TenantAdmin,
        ["change_audit_retention"] = TenantAdmin,
        ["clean_up_audit_logs"] = TenantAdmin,
        ["verify_audit_logs"] = TenantAdmin,

        ["create_audit_log"] = Service,
        ["add_audit_entries"] = Service,
    }.ToFrozenDictionary();
}
