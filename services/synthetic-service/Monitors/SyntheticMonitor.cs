using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary>A monitor as it is stored.</summary>
internal sealed record SyntheticMonitor
{
    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid ProjectId { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public required string Url { get; init; }

    public required int FrequencySeconds { get; init; }

    public required string[] Assertions { get; init; }

    public string? HeadersEncrypted { get; init; }

    public required string Method { get; init; }

    public string? Body { get; init; }

    public required bool Enabled { get; init; }

    public required bool Muted { get; init; }

    public required int TimeoutSeconds { get; init; }

    public required int Retries { get; init; }

    public required bool FollowRedirects { get; init; }

    public required int AlertAfter { get; init; }

    public double? SlaTarget { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? LastCheckAt { get; init; }

    public required int ConsecutiveFailures { get; init; }

    public Guid? AlertId { get; init; }

    public DateTimeOffset? AlertAt { get; init; }

    public required DateTimeOffset NextRunAt { get; init; }

    public Guid? LeaseId { get; init; }

    public DateTimeOffset? LeasedUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public CallerScope Scope => new(TenantId, ProjectId);

    public static Sql Columns => $"""
        m.id, m.tenant_id, m.project_id, m.name, m.type, m.url, m.frequency_seconds, m.assertions, m.headers_encrypted, m.method, m.body, m.enabled, m.muted,
        m.timeout_seconds, m.retries, m.follow_redirects, m.alert_after, m.sla_target, m.status, m.last_check_at, m.consecutive_failures, m.alert_id, m.alert_at,
        m.next_run_at, m.lease_id, m.leased_until, m.created_at, m.updated_at
        """;

    /// <summary>How many columns that is.</summary>
    public const int ColumnCount = 28;

    public static Task<SyntheticMonitor?> FindAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select {Columns} from monitors m where m.id = {id} and m.project_id = {projectId}", Read, cancel);

    /// <summary>Keeps everybody else from changing it until the session ends.</summary>
    public static Task<SyntheticMonitor?> LockAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select {Columns} from monitors m where m.id = {id} and m.project_id = {projectId} for update", Read, cancel);

    public Task InsertAsync(DatabaseSession session, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into monitors (id, tenant_id, project_id, name, type, url, frequency_seconds, assertions, headers_encrypted, method, body, enabled, muted, timeout_seconds,
          retries, follow_redirects, alert_after, sla_target, next_run_at, created_at, updated_at)
        values ({Id}, {TenantId}, {ProjectId}, {Name}, {Type}, {Url}, {FrequencySeconds}, {Assertions}, {HeadersEncrypted}, {Method}, {Body}, {Enabled}, {Muted},
          {TimeoutSeconds}, {Retries}, {FollowRedirects}, {AlertAfter}, {SlaTarget}, {NextRunAt}, {CreatedAt}, {UpdatedAt})
        """, cancel);

    /// <summary>Stores all that can change. The row must be locked. A check that is under way is not interrupted, but its lease is over
    /// when <see cref="LeaseId"/> is, and then its result counts for nothing.</summary>
    public Task SaveAsync(DatabaseSession session, CancellationToken cancel) => session.ExecuteAsync($"""
        update monitors set name = {Name}, type = {Type}, url = {Url}, frequency_seconds = {FrequencySeconds}, assertions = {Assertions},
          headers_encrypted = {HeadersEncrypted}, method = {Method}, body = {Body}, enabled = {Enabled}, muted = {Muted}, timeout_seconds = {TimeoutSeconds},
          retries = {Retries}, follow_redirects = {FollowRedirects}, alert_after = {AlertAfter}, sla_target = {SlaTarget}, status = {Status},
          last_check_at = {LastCheckAt}, consecutive_failures = {ConsecutiveFailures}, alert_id = {AlertId}, alert_at = {AlertAt}, next_run_at = {NextRunAt},
          lease_id = {LeaseId}, leased_until = {LeasedUntil}, updated_at = {UpdatedAt}
        where id = {Id}
        """, cancel);

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static SyntheticMonitor Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        TenantId = row.GetGuid(1),
        ProjectId = row.GetGuid(2),
        Name = row.GetString(3),
        Type = row.GetString(4),
        Url = row.GetString(5),
        FrequencySeconds = row.GetInt32(6),
        Assertions = row.GetFieldValue<string[]>(7),
        HeadersEncrypted = row.GetStringOrNull(8),
        Method = row.GetString(9),
        Body = row.GetStringOrNull(10),
        Enabled = row.GetBoolean(11),
        Muted = row.GetBoolean(12),
        TimeoutSeconds = row.GetInt32(13),
        Retries = row.GetInt32(14),
        FollowRedirects = row.GetBoolean(15),
        AlertAfter = row.GetInt32(16),
        SlaTarget = row.GetValueOrNull<double>(17),
        Status = row.GetString(18),
        LastCheckAt = row.GetValueOrNull<DateTimeOffset>(19),
        ConsecutiveFailures = row.GetInt32(20),
        AlertId = row.GetValueOrNull<Guid>(21),
        AlertAt = row.GetValueOrNull<DateTimeOffset>(22),
        NextRunAt = row.GetFieldValue<DateTimeOffset>(23),
        LeaseId = row.GetValueOrNull<Guid>(24),
        LeasedUntil = row.GetValueOrNull<DateTimeOffset>(25),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(26),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(27),
    };
}
