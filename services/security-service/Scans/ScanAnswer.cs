namespace SreCopilot.SecurityService.Scans;

/// <summary>A scan in the platform's own format. SARIF 2.1, Trivy JSON and CycloneDX JSON are taken as their tools write them.</summary>
/// <param name="Source">pip-audit, npm-audit, bandit, dependabot or trivy.</param>
/// <param name="ServiceName">What was scanned; or the query parameter of this name.</param>
/// <param name="Vulnerabilities">What was found; default nothing.</param>
internal sealed record ScanRequest(string Source, string? ServiceName, IReadOnlyList<ScanRequestItem>? Vulnerabilities);

/// <summary>A finding.</summary>
/// <param name="CveId">1 to 200 characters.</param>
/// <param name="Title">1 to 500 characters.</param>
/// <param name="Description">Cut off after 5000 characters.</param>
/// <param name="Severity">critical, high, medium or low.</param>
/// <param name="PackageName">1 to 500 characters.</param>
/// <param name="InstalledVersion">1 to 100 characters.</param>
/// <param name="FixedVersion">At most 100 characters; null when there is none.</param>
internal sealed record ScanRequestItem(
    string CveId, string Title, string Description, string Severity, string PackageName, string InstalledVersion, string? FixedVersion);

/// <summary>What became of a scan.</summary>
internal sealed record ScanAnswer
{
    /// <summary>Different findings that were taken.</summary>
    public required int Ingested { get; init; }

    /// <summary>The service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The scanner; of several, the first.</summary>
    public required string Source { get; init; }

    /// <summary>native, sarif, trivy or cyclonedx.</summary>
    public required string Format { get; init; }

    /// <summary>Findings that were not known.</summary>
    public required int New { get; init; }

    /// <summary>Findings that were resolved and are there again.</summary>
    public required int Reopened { get; init; }

    /// <summary>Findings that are there no more.</summary>
    public required int Resolved { get; init; }

    /// <summary>Items that could not be taken. While there are any, nothing is taken to be gone.</summary>
    public required int RejectedCount { get; init; }

    /// <summary>The first 100 of them.</summary>
    public required IReadOnlyList<RejectedItem> Rejected { get; init; }

    /// <summary>One per scanner and target.</summary>
    public required IReadOnlyList<Scan> Scans { get; init; }
}
