using System.Text.Json.Serialization;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Requests;

namespace SreCopilot.MetricsCollectorService.Infrastructure;

/// <summary>How a host was at a moment.</summary>
internal sealed record HostSample
{
    /// <summary>The host; only in lists of hosts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hostname { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Of all processors.</summary>
    public required double CpuPercent { get; init; }

    /// <summary>Of the memory.</summary>
    public required double MemoryPercent { get; init; }

    /// <summary>Percent, by mount point or as total.</summary>
    public required RawJson DiskUsage { get; init; }

    /// <summary>The total, or of the fullest disk; null when nobody said.</summary>
    public double? DiskPercent { get; init; }

    /// <summary>As the agent sent it.</summary>
    public required RawJson NetworkIo { get; init; }

    /// <summary>Of 1, 5 and 15 minutes; empty when the agent does not send it.</summary>
    public required RawJson LoadAvg { get; init; }

    /// <summary>As the agent sent them.</summary>
    public required RawJson Processes { get; init; }

    /// <summary>As the agent sent them.</summary>
    public required RawJson Containers { get; init; }

    public static Sql Columns => $"""
        s.time, s.cpu_percent, s.memory_percent, s.disk_usage::text, s.disk_percent, s.network_io::text, s.load_avg::text, s.processes::text, s.containers::text
        """;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static HostSample Read(NpgsqlDataReader row) => new()
    {
        Timestamp = row.GetFieldValue<DateTimeOffset>(0),
        CpuPercent = row.GetDouble(1),
        MemoryPercent = row.GetDouble(2),
        DiskUsage = new RawJson(row.GetString(3)),
        DiskPercent = row.GetValueOrNull<double>(4),
        NetworkIo = new RawJson(row.GetString(5)),
        LoadAvg = new RawJson(row.GetString(6)),
        Processes = new RawJson(row.GetString(7)),
        Containers = new RawJson(row.GetString(8)),
    };
}

/// <summary>A host with its latest sample.</summary>
/// <param name="Hostname">The host.</param>
/// <param name="LatestMetrics">Its latest sample.</param>
/// <param name="FirstSeen">When it spoke first.</param>
/// <param name="LastSeen">When it spoke last.</param>
internal sealed record HostSummary(string Hostname, HostSample LatestMetrics, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);

/// <summary>A host with its history.</summary>
/// <param name="Hostname">The host.</param>
/// <param name="LatestMetrics">Its latest sample.</param>
/// <param name="MetricsHistory">Samples, the newest first.</param>
/// <param name="Processes">Of the latest sample.</param>
/// <param name="Containers">Of the latest sample.</param>
internal sealed record HostDetail(string Hostname, HostSample LatestMetrics, IReadOnlyList<HostSample> MetricsHistory, RawJson Processes, RawJson Containers);
