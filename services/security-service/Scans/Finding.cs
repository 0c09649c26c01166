namespace SreCopilot.SecurityService.Scans;

/// <summary>What a scan reports.</summary>
internal sealed record Finding
{
    public const int IdLength = 200;
    public const int TitleLength = 500;
    public const int DescriptionLength = 5000;
    public const int PackageLength = 500;
    public const int VersionLength = 100;
    public const int LineLength = 1000;

    /// <summary>A CVE, or the rule of a scanner that finds other things.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required string Severity { get; init; }

    /// <summary>The package, or the file.</summary>
    public required string Package { get; init; }

    public string InstalledVersion { get; init; } = "";

    public string? FixedVersion { get; init; }

    public string? Location { get; init; }

    public string? ReferenceUrl { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>What the scan says about it beside that it is there.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>Why.</summary>
    public string? VerdictReason { get; init; }
}

/// <summary>What a scan says about a finding.</summary>
internal enum Verdict
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It counts: VEX <c>exploitable</c> or <c>in_triage</c>, a SARIF result that is explicitly not suppressed.</summary>
    Counts,

    /// <summary>VEX <c>not_affected</c> or <c>false_positive</c>.</summary>
    FalsePositive,

    /// <summary>A SARIF result that is suppressed.</summary>
    Ignored,
}
