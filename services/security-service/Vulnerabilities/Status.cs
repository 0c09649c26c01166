namespace SreCopilot.SecurityService.Vulnerabilities;

/// <summary>What became of a finding.</summary>
internal static class Status
{
    public const string Open = "open";
    public const string InProgress = "in_progress";
    public const string Resolved = "resolved";
    public const string Ignored = "ignored";
    public const string FalsePositive = "false_positive";

    /// <summary>Another name of <see cref="Resolved"/> in filters.</summary>
    public const string Fixed = "fixed";

    /// <summary>As <c>status_by</c>: no person decided it.</summary>
    public const string ByScan = "scan";

    public static IReadOnlyList<string> All { get; } = [Open, InProgress, Resolved, Ignored, FalsePositive];

    /// <summary>All names that filters may use.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All, Fixed];

    public static bool IsActive(string? status) => status is Open or InProgress;
}
