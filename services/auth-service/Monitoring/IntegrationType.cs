namespace SreCopilot.AuthService.Monitoring;

/// <summary>The kinds of monitoring systems a project can be connected to, and what clients call things.</summary>
internal static class IntegrationType
{
    public const string Prometheus = "prometheus";
    public const string Grafana = "grafana";
    public const string AlertManager = "alertmanager";

    public static IReadOnlyList<string> All { get; } = [Prometheus, Grafana, AlertManager];

    public static IReadOnlyList<string> Statuses { get; } = ["active", "inactive", "error", "testing"];

    public static string Display(string type) => type switch
    {
        AlertManager => "Alert Manager",
        _ => Capitalize(type),
    };

    public static string Capitalize(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
