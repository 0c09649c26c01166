using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Errors;

/// <summary>Errors that are the same but for their changing parts.</summary>
internal record ErrorGroup
{
    /// <summary>The group: 32 hexadecimal digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Where they happen.</summary>
    public required string ServiceName { get; init; }

    /// <summary>For example ValueError.</summary>
    public required string ErrorClass { get; init; }

    /// <summary>What the first one said.</summary>
    public required string Message { get; init; }

    /// <summary>How many there were.</summary>
    public required long OccurrenceCount { get; init; }

    /// <summary>The same, as some clients call it.</summary>
    public long Count => OccurrenceCount;

    /// <summary>When the first one happened.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When the last one happened.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>unresolved, investigating, resolved or ignored.</summary>
    public required string Status { get; init; }

    /// <summary>Who takes care of it; empty: nobody.</summary>
    public required string? Assignee { get; init; }

    /// <summary>Whether it came back after it had been resolved.</summary>
    public bool Regressed => RegressedAt is not null;

    /// <summary>When it did.</summary>
    public DateTimeOffset? RegressedAt { get; init; }

    /// <summary>How often it did.</summary>
    public required int Regressions { get; init; }

    /// <summary>When it was resolved; null while it is not.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    [JsonIgnore]
    public string StoredNotes { get; init; } = "";

    public static Sql Columns => $"""
        g.fingerprint, g.service_name, g.error_class, g.message, g.occurrence_count, g.first_seen, g.last_seen, g.status, g.assignee, g.regressed_at, g.regressions,
        g.resolved_at, g.notes
        """;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static ErrorGroup Read(NpgsqlDataReader row) => new()
    {
        Fingerprint = row.GetString(0),
        ServiceName = row.GetString(1),
        ErrorClass = row.GetString(2),
        Message = row.GetString(3),
        OccurrenceCount = row.GetInt64(4),
        FirstSeen = row.GetFieldValue<DateTimeOffset>(5),
        LastSeen = row.GetFieldValue<DateTimeOffset>(6),
        Status = row.GetString(7),
        Assignee = row.GetString(8),
        RegressedAt = row.GetValueOrNull<DateTimeOffset>(9),
        Regressions = row.GetInt32(10),
        ResolvedAt = row.GetValueOrNull<DateTimeOffset>(11),
        StoredNotes = row.GetString(12),
    };

    public static JsonHttpResult<ErrorBody> NotFound() => ApiErrors.NotFound("There is no such group of errors in this project.");
}

/// <summary>A group with what happened last.</summary>
internal sealed record ErrorGroupDetail : ErrorGroup
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public ErrorGroupDetail(ErrorGroup group, IReadOnlyList<ErrorOccurrence> occurrences) : base(group)
    {
        Assignee = group.Assignee is "" ? null : group.Assignee;
        Notes = group.StoredNotes.Length == 0 ? null : group.StoredNotes;
        Occurrences = occurrences;
    }

    /// <summary>What people found out about it.</summary>
    public string? Notes { get; }

    /// <summary>Of the newest occurrence.</summary>
    public string? StackTrace => Occurrences.Count == 0 ? null : Occurrences[0].StackTrace;

    /// <summary>The newest 100.</summary>
    public IReadOnlyList<ErrorOccurrence> Occurrences { get; }
}

/// <summary>One error.</summary>
/// <param name="Timestamp">When.</param>
/// <param name="Message">What it said.</param>
/// <param name="StackTrace">Where in the program.</param>
/// <param name="Attributes">What else the client said.</param>
/// <param name="TraceId">During which trace; null when nobody said.</param>
/// <param name="SpanId">The same.</param>
internal sealed record ErrorOccurrence(DateTimeOffset Timestamp, string Message, string StackTrace, RawJson Attributes, string? TraceId, string? SpanId);
