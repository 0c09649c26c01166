using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreCopilot.Audit;

/// <summary>An audit entry as it travels to audit-service. Texts are cut and cleaned when it is made.</summary>
public sealed record AuditRecord
{
    /// <summary>Stays the same however often the entry is sent.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Whose chain it belongs to; null: the platform's own, for what happened to no tenant.</summary>
    public required Guid? TenantId { get; init; }

    /// <summary>The project it was about.</summary>
    public required Guid? ProjectId { get; init; }

    /// <summary><c>user</c>, <c>api_key</c>, <c>service</c> or <c>anonymous</c>.</summary>
    public required string ActorType { get; init; }

    /// <summary>The user's or key's id, the service's name, or <c>anonymous</c>.</summary>
    public required string UserId { get; init; }

    /// <summary>Empty when there is none.</summary>
    public required string UserEmail { get; init; }

    /// <summary>The role that counted: in the project, else in the tenant.</summary>
    public required string? UserRole { get; init; }

    /// <summary>For example <c>incident.state_change</c>.</summary>
    public required string Action { get; init; }

    /// <summary>For example <c>incident</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Which one.</summary>
    public required string? ResourceId { get; init; }

    /// <summary><c>{"before":{...},"after":{...}}</c>, without secrets.</summary>
    public required JsonElement? Changes { get; init; }

    /// <summary>Where the client was, as the entry point saw it.</summary>
    public required string IpAddress { get; init; }

    /// <summary>What the client called itself.</summary>
    public required string UserAgent { get; init; }

    /// <summary>The request, as api-gateway numbered it.</summary>
    public required string? RequestId { get; init; }

    /// <summary>The distributed trace.</summary>
    public required string? TraceId { get; init; }

    /// <summary>Whether it was done.</summary>
    public required bool Success { get; init; }

    /// <summary>Why not.</summary>
    public required string? ErrorMessage { get; init; }

    /// <summary>Anything else, without secrets.</summary>
    public required JsonElement? Metadata { get; init; }
}

/// <summary>What a service posts to audit-service.</summary>
/// <param name="Source">The service.</param>
/// <param name="Entries">In the order in which they happened.</param>
public sealed record AuditBatch(string Source, IReadOnlyList<AuditRecord> Entries);

/// <summary>Its answer: all entries that are not named are stored, now or earlier.</summary>
/// <param name="Rejected">Those that it will never take.</param>
public sealed record AuditReceipt(IReadOnlyList<RejectedEntry> Rejected);

/// <summary>An entry that breaks a rule.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Reason">Which rule.</param>
public sealed record RejectedEntry(Guid Id, string Reason);

/// <summary>JSON of what goes between the services and audit-service.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(AuditBatch))]
[JsonSerializable(typeof(AuditReceipt))]
public sealed partial class AuditJson : JsonSerializerContext;
