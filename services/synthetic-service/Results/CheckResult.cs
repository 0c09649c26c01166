using Npgsql;
using SreCopilot.Database;
using SreCopilot.SyntheticService.Checks;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Results;

/// <summary>What a check found.</summary>
internal sealed record CheckResult
{
    public const string Manual = "manual";
    public const string Scheduled = "schedule";

    /// <summary>The result.</summary>
    public required Guid ResultId { get; init; }

    /// <summary>The monitor.</summary>
    public required Guid MonitorId { get; init; }

    /// <summary>When the check began.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Whether all was as demanded.</summary>
    public required bool Success { get; init; }

    /// <summary>From the beginning to the end of the last attempt.</summary>
    public required int ResponseTimeMs { get; init; }

    /// <summary>Of an HTTP answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What was wrong, in words.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>How many assertions hold.</summary>
    public required int AssertionsPassed { get; init; }

    /// <summary>How many there are.</summary>
    public required int AssertionsTotal { get; init; }

    /// <summary>schedule, or manual: somebody asked for it.</summary>
    public required string Trigger { get; init; }

    /// <summary>Whether it counts for uptime and alerts: it was due, and something was found out.</summary>
    public required bool Counted { get; init; }

    /// <summary>bad_address, refused, timeout, dns, connect, tls, protocol, bad_redirect, status, assertion, configuration or not_permitted; null for none.</summary>
    public string? Failure { get; init; }

    /// <summary>How many attempts it took.</summary>
    public required int Attempts { get; init; }

    /// <summary>Looking up the name.</summary>
    public double? DnsMs { get; init; }

    /// <summary>Opening the connection.</summary>
    public double? ConnectMs { get; init; }

    /// <summary>Agreeing on encryption.</summary>
    public double? TlsMs { get; init; }

    /// <summary>From sending the request to the first byte of the answer.</summary>
    public double? FirstByteMs { get; init; }

    /// <summary>Until the server's certificate expires; negative when it has.</summary>
    public int? CertificateDaysLeft { get; init; }

    public static CheckResult Of(SyntheticMonitor monitor, DateTimeOffset startedAt, Outcome outcome) => new()
    {
        ResultId = Guid.NewGuid(), MonitorId = monitor.Id, Timestamp = startedAt, Success = outcome.Success, ResponseTimeMs = (int)outcome.ResponseTime.TotalMilliseconds,
        StatusCode = outcome.StatusCode, ErrorMessage = outcome.Message, AssertionsPassed = outcome.AssertionsPassed, AssertionsTotal = outcome.AssertionsTotal,
        Trigger = Scheduled, Counted = outcome.Counted, Failure = outcome.Failure, Attempts = outcome.Attempts, DnsMs = Milliseconds(outcome.Dns),
        ConnectMs = Milliseconds(outcome.Connect), TlsMs = Milliseconds(outcome.Tls), FirstByteMs = Milliseconds(outcome.FirstByte), CertificateDaysLeft = outcome.CertificateDaysLeft,
    };

    /// <summary>Of <c>results r</c>.</summary>
    public static Sql Columns => $"""
        r.id, r.monitor_id, r.started_at, r.success, r.response_time_ms, r.status_code, r.error_message, r.assertions_passed, r.assertions_total,
        r.scheduled_for is null, r.counted, r.failure, r.attempts, r.dns_ms, r.connect_ms, r.tls_ms, r.first_byte_ms, r.certificate_days_left
        """;

    /// <summary>Stores it, unless its due moment has a result already.</summary>
    public Task InsertAsync(DatabaseSession session, SyntheticMonitor monitor, DateTimeOffset? scheduledFor, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into results (id, monitor_id, project_id, tenant_id, started_at, scheduled_for, success, counted, failure, error_message, status_code, response_time_ms,
          dns_ms, connect_ms, tls_ms, first_byte_ms, certificate_days_left, assertions_passed, assertions_total, attempts)
        values ({ResultId}, {MonitorId}, {monitor.ProjectId}, {monitor.TenantId}, {Timestamp}, {scheduledFor}, {Success}, {Counted}, {Failure}, {ErrorMessage}, {StatusCode},
          {ResponseTimeMs}, {DnsMs}, {ConnectMs}, {TlsMs}, {FirstByteMs}, {CertificateDaysLeft}, {AssertionsPassed}, {AssertionsTotal}, {Attempts})
        on conflict (monitor_id, scheduled_for) do nothing
        """, cancel);

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static CheckResult Read(NpgsqlDataReader row, int first = 0) => new()
    {
        ResultId = row.GetGuid(first),
        MonitorId = row.GetGuid(first + 1),
        Timestamp = row.GetFieldValue<DateTimeOffset>(first + 2),
        Success = row.GetBoolean(first + 3),
        ResponseTimeMs = (int)row.GetDouble(first + 4),
        StatusCode = row.GetValueOrNull<int>(first + 5),
        ErrorMessage = row.GetStringOrNull(first + 6),
        AssertionsPassed = row.GetInt32(first + 7),
        AssertionsTotal = row.GetInt32(first + 8),
        Trigger = row.GetBoolean(first + 9) ? Manual : Scheduled,
        Counted = row.GetBoolean(first + 10),
        Failure = row.GetStringOrNull(first + 11),
        Attempts = row.GetInt32(first + 12),
        DnsMs = row.GetValueOrNull<double>(first + 13),
        ConnectMs = row.GetValueOrNull<double>(first + 14),
        TlsMs = row.GetValueOrNull<double>(first + 15),
        FirstByteMs = row.GetValueOrNull<double>(first + 16),
        CertificateDaysLeft = row.GetValueOrNull<int>(first + 17),
    };

    private static double? Milliseconds(TimeSpan? time) => time is { } span ? Math.Round(span.TotalMilliseconds, 2) : null;
}
