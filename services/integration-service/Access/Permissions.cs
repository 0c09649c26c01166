using System.Collections.Frozen;
using static SreCopilot.IntegrationService.Access.Access;

namespace SreCopilot.IntegrationService.Access;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    /// <summary>By the endpoint's name.</summary>
    public static FrozenDictionary<string, Access> Table { get; } = new Dictionary<string, Access>
    {
        ["receive_webhook"] = Sender,
        ["receive_prometheus_alerts"] = Sender,
        ["refuse_webhook_without_integration"] = Sender,

        ["list_monitoring_alerts"] = Viewer,
        ["list_deliveries"] = Viewer,
    }.ToFrozenDictionary();
}
