using System.Collections.Frozen;
using SreCopilot.ProjectEndpoints;
using static SreCopilot.ProjectEndpoints.Access;

namespace SreCopilot.SyntheticService;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["list_monitors"] = Viewer,
        ["get_monitor"] = Viewer,
        ["create_monitor"] = Engineer,
        ["update_monitor"] = Engineer,
        ["delete_monitor"] = Engineer,
        ["run_monitor"] = Engineer,

        ["list_results"] = Viewer,
        ["get_sla"] = Viewer,
        ["list_slas"] = Viewer,
    }.ToFrozenDictionary();

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.Demand(name, Table);
}
