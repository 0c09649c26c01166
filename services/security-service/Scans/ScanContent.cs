namespace SreCopilot.SecurityService.Scans;

/// <summary>Something in a scan that could not be taken.</summary>
/// <param name="Item">Where, for example <c>vulnerabilities[3]</c>.</param>
/// <param name="Detail">What is wrong with it.</param>
internal sealed record RejectedItem(string Item, string Detail);

/// <summary>A part of a service, as a bill of materials names it.</summary>
/// <param name="Ref">What the bill of materials calls it.</param>
/// <param name="Name">The package.</param>
/// <param name="Version">Its version; may be empty.</param>
/// <param name="Purl">Its package URL.</param>
/// <param name="Direct">Whether the service itself asks for it; null: the bill of materials does not say.</param>
/// <param name="DependsOn">The refs of what it needs.</param>
internal sealed record Component(string Ref, string Name, string Version, string? Purl, bool? Direct, string[] DependsOn);

/// <summary>What one scanner says about one target.</summary>
internal sealed record ScanPart(string Source, string Target)
{
    /// <summary>Each once, by its fingerprint.</summary>
    public Dictionary<string, Finding> Findings { get; } = [];

    public List<RejectedItem> Rejected { get; } = [];

    /// <summary>Whether what is not reported is gone.</summary>
    public bool IsComplete { get; set; } = true;

    /// <summary>Null: the scan is no bill of materials.</summary>
    public List<Component>? Components { get; set; }

    /// <summary>Takes a finding; of two that are the same, the one that counts, and of those the worse one.</summary>
    public void Add(Finding finding)
    {
        if (!Findings.TryGetValue(finding.Fingerprint, out var known) || Rank(finding).CompareTo(Rank(known)) < 0)
        {
            Findings[finding.Fingerprint] = finding;
        }
    }

    /// <summary>The same about another target.</summary>
    public ScanPart At(string target) => this with { Target = target };

    public void Reject(string item, string detail) => Rejected.Add(new RejectedItem(item, detail));

    private static (bool, int) Rank(Finding finding) =>
        (finding.Verdict is Verdict.FalsePositive or Verdict.Ignored, Vulnerabilities.Severity.All.TakeWhile(severity => severity != finding.Severity).Count());
}

/// <summary>A scan that could be read.</summary>
/// <param name="Format">native, sarif, trivy or cyclonedx.</param>
/// <param name="ServiceName">The service, if the scan names it.</param>
/// <param name="Parts">One per scanner and target.</param>
internal sealed record ScanContent(string Format, string? ServiceName, IReadOnlyList<ScanPart> Parts);

/// <summary>A scan or, when it cannot be read as one at all, why not.</summary>
/// <param name="Content">The scan.</param>
/// <param name="Mistake">Why not.</param>
internal readonly record struct ScanReading(ScanContent? Content, string? Mistake)
{
    public static implicit operator ScanReading(ScanContent content) => new(content, null);

    public static implicit operator ScanReading(string mistake) => new(null, mistake);
}
