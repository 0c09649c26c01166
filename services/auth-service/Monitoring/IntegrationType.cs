namespace SreCopilot.AuthService.Monitoring;

/// <summary>The kinds of monitoring systems a project can be connected to, and what clients call things.</summary>
internal static class IntegrationType
{
    public const string Prometheus = "prometheus";
    public const string Grafana = "grafana";
    public const string AlertManager = "alertmanager";

    /// <summary>Anything that sends JSON; nothing is known about it but what its webhook settings say.</summary>
    public const string Generic = "generic";

    public static IReadOnlyList<string> All { get; } = [Prometheus, Grafana, AlertManager, Generic];

    /// <summary>Those that can be asked whether they are there.</summary>
    public static IReadOnlyList<string> Testable { get; } = [Prometheus, Grafana, AlertManager];

    public static IReadOnlyList<string> Statuses { get; } = ["active", "inactive", "error", "testing"];

    public static string Display(string type) => type switch
    {
        AlertManager => "Alert Manager",
        _ => Capitalize(type),
    };

    public static string Capitalize(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
