using System.Globalization;

namespace SreCopilot.SecurityService.Vulnerabilities;

/// <summary>How bad a finding is.</summary>
internal static class Severity
{
    public const string Critical = "critical";
    public const string High = "high";
    public const string Medium = "medium";
    public const string Low = "low";

    /// <summary>The worst first.</summary>
    public static IReadOnlyList<string> All { get; } = [Critical, High, Medium, Low];

    /// <summary>The word of a scanner: <c>CRITICAL</c>, <c>moderate</c>, <c>info</c>. Null for "unknown" and what is none.</summary>
    public static string? OfWord(string? word) => word?.ToLowerInvariant() switch
    {
        "critical" => Critical,
        "high" => High,
        "medium" or "moderate" => Medium,
        "low" or "info" or "negligible" or "none" => Low,
        _ => null,
    };

    /// <summary>A CVSS score, by the ranges of CVSS 3.</summary>
    public static string? OfScore(double? score) => score switch
    {
        >= 9 and <= 10 => Critical,
        >= 7 and < 9 => High,
        >= 4 and < 7 => Medium,
        >= 0 and < 4 => Low,
        _ => null,
    };

    /// <summary>A CVSS score in a string.</summary>
    public static string? OfScore(string? score) =>
        double.TryParse(score, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? OfScore(number) : null;
}
