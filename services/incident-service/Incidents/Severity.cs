namespace SreCopilot.IncidentService.Incidents;

/// <summary>How bad an incident is, the worst first.</summary>
internal static class Severity
{
    public const string Medium = "medium";

    public static IReadOnlyList<string> All { get; } = ["critical", "high", Medium, "low"];

    public static bool IsWorse(string severity, string than) => Rank(severity) < Rank(than);

    private static int Rank(string severity) => All.TakeWhile(known => known != severity).Count();
}
