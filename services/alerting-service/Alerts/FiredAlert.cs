using System.Text.Json;
using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Alerts;

/// <summary>An alert as it is stored.</summary>
internal sealed record FiredAlert
{
    public const string OfCondition = "condition";
    public const string OfMonitor = "monitor";

    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid ProjectId { get; init; }

    public required string Source { get; init; }

    public Guid? ConditionId { get; init; }

    public required string ConditionName { get; init; }

    /// <summary>Labels as JSON with sorted names.</summary>
    public required string Series { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    public required string Severity { get; init; }

    public required string ServiceName { get; init; }

    public required string Status { get; init; }

    public double? Value { get; init; }

    public double? Threshold { get; init; }

    public string? MutedBy { get; init; }

    public required DateTimeOffset FiredAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public string? ResolveReason { get; init; }

    public IReadOnlyDictionary<string, string> Labels =>
        Series.StartsWith('{') ? JsonSerializer.Deserialize(Series, AlertingJson.Default.DictionaryStringString)! : [];

    /// <summary>For people: <c>Queue is long (queue=orders)</c>.</summary>
    public string Title => Labels.Count == 0 ? ConditionName : $"{ConditionName} ({string.Join(", ", Labels.Select(label => $"{label.Key}={label.Value}"))})";

    /// <summary>What alerts have in common that share an incident: the condition, or the monitor.</summary>
    public string ProblemKey => Source == OfMonitor ? $"monitor:{Labels.GetValueOrDefault("monitor_id")}" : $"condition:{ConditionId}";

    public static Sql Columns => $"""
        a.id, a.tenant_id, a.project_id, a.source, a.condition_id, a.condition_name, a.series, a.reason, a.message, a.severity, a.service_name, a.status, a.value, a.threshold,
        a.muted_by, a.fired_at, a.acknowledged_at, a.acknowledged_by, a.resolved_at, a.resolve_reason
        """;

    /// <summary>How many columns that is.</summary>
    public const int ColumnCount = 20;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static FiredAlert Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        TenantId = row.GetGuid(1),
        ProjectId = row.GetGuid(2),
        Source = row.GetString(3),
        ConditionId = row.GetValueOrNull<Guid>(4),
        ConditionName = row.GetString(5),
        Series = row.GetString(6),
        Reason = row.GetString(7),
        Message = row.GetString(8),
        Severity = row.GetString(9),
        ServiceName = row.GetString(10),
        Status = row.GetString(11),
        Value = row.GetValueOrNull<double>(12),
        Threshold = row.GetValueOrNull<double>(13),
        MutedBy = row.GetStringOrNull(14),
        FiredAt = row.GetFieldValue<DateTimeOffset>(15),
        AcknowledgedAt = row.GetValueOrNull<DateTimeOffset>(16),
        AcknowledgedBy = row.GetStringOrNull(17),
        ResolvedAt = row.GetValueOrNull<DateTimeOffset>(18),
        ResolveReason = row.GetStringOrNull(19),
    };

    /// <returns>False: an alert of this id, or an unresolved one of this series, is there already.</returns>
    public async Task<bool> TryInsertAsync(DatabaseSession session, CancellationToken cancel) => await session.ExecuteAsync($"""
        insert into alerts (id, tenant_id, project_id, source, condition_id, condition_name, series, reason, message, severity, service_name, status, value, threshold, muted_by, fired_at)
        values ({Id}, {TenantId}, {ProjectId}, {Source}, {ConditionId}, {ConditionName}, {Series}, {Reason}, {Message}, {Severity}, {ServiceName}, {Status}, {Value}, {Threshold},
          {MutedBy}, {FiredAt})
        on conflict do nothing
        """, cancel) > 0;
}
