namespace SreCopilot.IncidentService.Incidents;

/// <summary>How bad an incident is, the worst first.</summary>
internal static class Severity
{
    public const string Medium = "medium";

    public static IReadOnlyList<string> All { get; } = ["critical", "high", Medium, "low"];
}
