using System.Collections.Frozen;
using SreCopilot.ProjectEndpoints;
using static SreCopilot.ProjectEndpoints.Access;

namespace SreCopilot.AlertingService;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["list_conditions"] = Viewer,
        ["get_condition"] = Viewer,
        ["create_condition"] = Engineer,
        ["update_condition"] = Engineer,
        ["delete_condition"] = Engineer,
        ["preview_condition"] = Engineer,

        ["list_policies"] = Viewer,
        ["get_policy"] = Viewer,
        ["create_policy"] = Engineer,
        ["update_policy"] = Engineer,
        ["delete_policy"] = Engineer,

        ["list_channels"] = Viewer,
        ["get_channel"] = Viewer,
        ["create_channel"] = Engineer,
        ["update_channel"] = Engineer,
        ["delete_channel"] = Engineer,
        ["test_channel"] = Engineer,

        ["list_muting_rules"] = Viewer,
        ["get_muting_rule"] = Viewer,
        ["create_muting_rule"] = Engineer,
        ["update_muting_rule"] = Engineer,
        ["delete_muting_rule"] = Engineer,

        ["list_active_alerts"] = Viewer,
        ["list_alerts"] = Viewer,
        ["acknowledge_alert"] = Engineer,

        ["list_notifications"] = Viewer,
        ["replay_notification"] = Engineer,
    }.ToFrozenDictionary();

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.Demand(name, Table);
}
