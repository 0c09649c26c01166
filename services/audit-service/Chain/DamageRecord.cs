using System.Globalization;
using System.Text.Json;
using SreCopilot.Audit;

namespace SreCopilot.AuditService.Chain;

/// <summary>The entry that a chain gets when it was found to be tampered with while something was added to it.</summary>
internal static class DamageRecord
{
    public const string Action = "audit.chain_damaged";

    public static AuditRecord Create(Guid tenant, long head, long last, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        Timestamp = now,
        TenantId = tenant == Guid.Empty ? null : tenant,
        ProjectId = null,
        ActorType = "service",
        UserId = "audit-service",
        UserEmail = "",
        UserRole = null,
        Action = Action,
        ResourceType = "audit_log",
        ResourceId = null,
        Changes = null,
        IpAddress = "internal",
        UserAgent = "audit-service",
        RequestId = null,
        TraceId = null,
        Success = false,
        ErrorMessage = "The record of where the chain ends did not fit the chain.",
        Metadata = JsonElement.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"recorded_end":{{head}},"found_end":{{last}}}""")),
    };
}
