namespace SreCopilot.AuditService.Access;

/// <summary>Who may call an endpoint.</summary>
internal enum Access
{
    /// <summary>Administrators of the tenant, for their tenant.</summary>
    TenantAdmin,

    /// <summary>Other services of the platform.</summary>
    Service,
}
