using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.SecurityService.Scans;

/// <summary>Configuration section <c>Scans</c>: how much a scan may cost.</summary>
internal sealed class ScanOptions
{
    public const string SectionName = "Scans";

    /// <summary>Largest scan in MiB. Default 16, which is also what api-gateway lets through.</summary>
    [Range(1, 256)]
    public int MaxMebibytes { get; set; } = 16;

    /// <summary>Most findings in one scan. Default 20000.</summary>
    [Range(1, 200_000)]
    public int MaxFindings { get; set; } = 20_000;

    /// <summary>How many scans a replica holds in memory at once; others wait their turn without being read. Default 2.</summary>
    [Range(1, 64)]
    public int MaxAtOnce { get; set; } = 2;

    /// <summary>Seconds that a scan waits for its turn before it is sent away with 503. Default 15.</summary>
    [Range(0, 60)]
    public int WaitSeconds { get; set; } = 15;

    /// <summary>Days for which the list of scans goes back. Default 365.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; set; } = 365;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class ScanOptionsValidator : IValidateOptions<ScanOptions>;
