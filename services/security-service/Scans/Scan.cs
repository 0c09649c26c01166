using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.SecurityService.Scans;

/// <summary>What one scanner said about one target at one time.</summary>
internal sealed record Scan
{
    /// <summary>The scan.</summary>
    public required Guid ScanId { get; init; }

    /// <summary>The service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The scanner.</summary>
    public required string Source { get; init; }

    /// <summary>What it looked at: an image, a folder, an analysis; may be empty.</summary>
    public required string Target { get; init; }

    /// <summary>native, sarif, trivy or cyclonedx.</summary>
    public required string Format { get; init; }

    /// <summary>Whether what it did not report was taken to be gone.</summary>
    public required bool Complete { get; init; }

    /// <summary>Different findings.</summary>
    public required int Found { get; init; }

    /// <summary>Findings that were not known.</summary>
    public required int New { get; init; }

    /// <summary>Findings that were resolved and are there again.</summary>
    public required int Reopened { get; init; }

    /// <summary>Findings that are there no more.</summary>
    public required int Resolved { get; init; }

    /// <summary>Items that could not be taken.</summary>
    public required int Rejected { get; init; }

    /// <summary>The API key or the person.</summary>
    public required string ReceivedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Of <c>scans s join scan_scopes c</c>.</summary>
    public static Sql Columns => $"""
        s.id, c.service_name, c.source, c.target, s.format, s.complete, s.found, s.new, s.reopened, s.resolved, s.rejected, s.received_by, s.received_at
        """;

    public static Scan Read(NpgsqlDataReader row, int first = 0) => new()
    {
        ScanId = row.GetGuid(first),
        ServiceName = row.GetString(first + 1),
        Source = row.GetString(first + 2),
        Target = row.GetString(first + 3),
        Format = row.GetString(first + 4),
        Complete = row.GetBoolean(first + 5),
        Found = row.GetInt32(first + 6),
        New = row.GetInt32(first + 7),
        Reopened = row.GetInt32(first + 8),
        Resolved = row.GetInt32(first + 9),
        Rejected = row.GetInt32(first + 10),
        ReceivedBy = row.GetString(first + 11),
        ReceivedAt = row.GetFieldValue<DateTimeOffset>(first + 12),
    };
}
