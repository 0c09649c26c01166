using Npgsql;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Search;

namespace SreCopilot.AuditService.Chain;

/// <summary>A row of <c>audit_log</c>, without its hashes.</summary>
internal sealed record ChainEntry(
    Guid TenantId, long Sequence, Guid Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Source, Guid? ProjectId,
    string ActorType, string UserId, string UserEmail, string? UserRole, string Action, string ResourceType, string? ResourceId, string? Changes,
    string IpAddress, string UserAgent, string? RequestId, string? TraceId, bool Success, string? ErrorMessage, string? Metadata, string SearchText)
{
    // Enough of a long entry to be found by; every character costs space in the index.
    private const int SearchLength = 2000;

    public static Sql Columns => $"""
        a.tenant_id, a.sequence, a.id, a.occurred_at, a.recorded_at, a.source, a.project_id, a.actor_type, a.user_id, a.user_email, a.user_role, a.action,
        a.resource_type, a.resource_id, a.changes, a.ip_address, a.user_agent, a.request_id, a.trace_id, a.success, a.error_message, a.metadata, a.search_text,
        a.previous_hash, a.hash
        """;

    public static ChainEntry From(AuditRecord record, Guid tenantId, long sequence, string source, DateTimeOffset recordedAt)
    {
        var changes = record.Changes?.GetRawText();
        return new ChainEntry(
            tenantId, sequence, record.Id, Microseconds(record.Timestamp), recordedAt, source, record.ProjectId, record.ActorType, record.UserId, record.UserEmail,
            record.UserRole, record.Action, record.ResourceType, record.ResourceId, changes, record.IpAddress, record.UserAgent, record.RequestId, record.TraceId,
            record.Success, record.ErrorMessage, record.Metadata?.GetRawText(), SearchTextOf(record, changes));
    }

    /// <summary>As exactly as PostgreSQL keeps it.</summary>
    public static DateTimeOffset Microseconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static LinkedEntry Read(NpgsqlDataReader row) => new(
        new ChainEntry(
            row.GetGuid(0), row.GetInt64(1), row.GetGuid(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5),
            row.GetValueOrNull<Guid>(6), row.GetString(7), row.GetString(8), row.GetString(9), row.GetStringOrNull(10), row.GetString(11), row.GetString(12),
            row.GetStringOrNull(13), row.GetStringOrNull(14), row.GetString(15), row.GetString(16), row.GetStringOrNull(17), row.GetStringOrNull(18),
            row.GetBoolean(19), row.GetStringOrNull(20), row.GetStringOrNull(21), row.GetString(22)),
        row.GetFieldValue<byte[]>(23), row.GetFieldValue<byte[]>(24));

    private static string SearchTextOf(AuditRecord record, string? changes)
    {
        var text = string.Join(
            Trigrams.FieldEnd, record.Action, record.ResourceType, record.ResourceId, record.UserEmail, record.UserId, record.IpAddress, record.ErrorMessage, changes);
        return Trigrams.Fold(text.Length > SearchLength ? text[..SearchLength] : text);
    }
}

/// <summary>A row with its hashes.</summary>
internal sealed record LinkedEntry(ChainEntry Entry, byte[] PreviousHash, byte[] Hash);
