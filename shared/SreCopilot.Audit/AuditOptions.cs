using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.Audit;

/// <summary>Configuration section <c>Audit</c>; the address is the environment variable <c>AUDIT_SERVICE_URL</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Audit";

    /// <summary>Where audit-service is. Default <c>http://audit-service:8508</c>.</summary>
    public Uri Address { get; set; } = new("http://audit-service:8508");

    /// <summary>Seconds between two looks for entries that another replica left behind. Default 1. An entry of this replica does not wait for it.</summary>
    [Range(0.01, 60)]
    public double PollSeconds { get; set; } = 1;

    /// <summary>Most entries that are sent at once. Default 500.</summary>
    [Range(1, 500)]
    public int BatchSize { get; set; } = 500;

    /// <summary>Seconds for which one replica sends alone; one that dies is replaced after them. Default 30.</summary>
    [Range(1, 300)]
    public double LeaseSeconds { get; set; } = 30;

    /// <summary>Longest pause in seconds between two attempts during an outage of audit-service. Default 30.</summary>
    [Range(0.01, 300)]
    public double LongestPauseSeconds { get; set; } = 30;

    /// <summary>Seconds between two times that counted calls are written down. Default 5. The first of an hour does not wait for it.</summary>
    [Range(0.01, 300)]
    public double TallySeconds { get; set; } = 5;

    /// <summary>Most entries that wait in memory while PostgreSQL is away. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 10_000;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class AuditOptionsValidator : IValidateOptions<AuditOptions>;
