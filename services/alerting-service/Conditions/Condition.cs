using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Conditions;

/// <summary>A condition as it is stored.</summary>
internal sealed record Condition
{
    /// <summary>The service name that stands for all.</summary>
    public const string AnyService = "*";

    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid ProjectId { get; init; }

    public required string Name { get; init; }

    public required string Signal { get; init; }

    public required string MetricName { get; init; }

    public required string ServiceName { get; init; }

    public required string Aggregation { get; init; }

    public required string Operator { get; init; }

    public required double Threshold { get; init; }

    public required int DurationSeconds { get; init; }

    public required int HoldSeconds { get; init; }

    public required int RecoverySeconds { get; init; }

    public required string NoData { get; init; }

    public required int NoDataSeconds { get; init; }

    public required string[] GroupBy { get; init; }

    public required string Labels { get; init; }

    public required string Query { get; init; }

    public Guid? SloId { get; init; }

    public required string Severity { get; init; }

    public required bool Enabled { get; init; }

    public required DateTimeOffset NextRunAt { get; init; }

    public Guid? LeaseId { get; init; }

    public DateTimeOffset? LastEvaluatedAt { get; init; }

    public double? LastValue { get; init; }

    public string? LastProblem { get; init; }

    public DateTimeOffset? SilentSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public CallerScope Scope => new(TenantId, ProjectId);

    public static Sql Columns => $"""
        c.id, c.tenant_id, c.project_id, c.name, c.signal, c.metric_name, c.service_name, c.aggregation, c.operator, c.threshold, c.duration_seconds, c.hold_seconds,
        c.recovery_seconds, c.no_data, c.no_data_seconds, c.group_by, c.labels, c.query, c.slo_id, c.severity, c.enabled, c.next_run_at, c.lease_id,
        c.last_evaluated_at, c.last_value, c.last_problem, c.silent_since, c.created_at, c.updated_at
        """;

    /// <summary>Keeps everybody else from changing it until the session ends.</summary>
    public static Task<Condition?> LockAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select {Columns} from conditions c where c.id = {id} and c.project_id = {projectId} for update", Read, cancel);

    public Task InsertAsync(DatabaseSession session, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into conditions (id, tenant_id, project_id, name, signal, metric_name, service_name, aggregation, operator, threshold, duration_seconds, hold_seconds,
          recovery_seconds, no_data, no_data_seconds, group_by, labels, query, slo_id, severity, enabled, next_run_at, created_at, updated_at)
        values ({Id}, {TenantId}, {ProjectId}, {Name}, {Signal}, {MetricName}, {ServiceName}, {Aggregation}, {Operator}, {Threshold}, {DurationSeconds}, {HoldSeconds},
          {RecoverySeconds}, {NoData}, {NoDataSeconds}, {GroupBy}, {Labels}, {Query}, {SloId}, {Severity}, {Enabled}, {NextRunAt}, {CreatedAt}, {UpdatedAt})
        """, cancel);

    /// <summary>Stores what a person changed. A look that is under way was at something else: its lease is over.</summary>
    public Task SaveAsync(DatabaseSession session, CancellationToken cancel) => session.ExecuteAsync($"""
        update conditions set name = {Name}, signal = {Signal}, metric_name = {MetricName}, service_name = {ServiceName}, aggregation = {Aggregation}, operator = {Operator},
          threshold = {Threshold}, duration_seconds = {DurationSeconds}, hold_seconds = {HoldSeconds}, recovery_seconds = {RecoverySeconds}, no_data = {NoData},
          no_data_seconds = {NoDataSeconds}, group_by = {GroupBy}, labels = {Labels}, query = {Query}, slo_id = {SloId}, severity = {Severity}, enabled = {Enabled},
          next_run_at = {NextRunAt}, silent_since = null, last_problem = null, lease_id = null, leased_until = null, updated_at = {UpdatedAt}
        where id = {Id}
        """, cancel);

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Condition Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        TenantId = row.GetGuid(1),
        ProjectId = row.GetGuid(2),
        Name = row.GetString(3),
        Signal = row.GetString(4),
        MetricName = row.GetString(5),
        ServiceName = row.GetString(6),
        Aggregation = row.GetString(7),
        Operator = row.GetString(8),
        Threshold = row.GetDouble(9),
        DurationSeconds = row.GetInt32(10),
        HoldSeconds = row.GetInt32(11),
        RecoverySeconds = row.GetInt32(12),
        NoData = row.GetString(13),
        NoDataSeconds = row.GetInt32(14),
        GroupBy = row.GetFieldValue<string[]>(15),
        Labels = row.GetString(16),
        Query = row.GetString(17),
        SloId = row.GetValueOrNull<Guid>(18),
        Severity = row.GetString(19),
        Enabled = row.GetBoolean(20),
        NextRunAt = row.GetFieldValue<DateTimeOffset>(21),
        LeaseId = row.GetValueOrNull<Guid>(22),
        LastEvaluatedAt = row.GetValueOrNull<DateTimeOffset>(23),
        LastValue = row.GetValueOrNull<double>(24),
        LastProblem = row.GetStringOrNull(25),
        SilentSince = row.GetValueOrNull<DateTimeOffset>(26),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(27),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(28),
    };
}
