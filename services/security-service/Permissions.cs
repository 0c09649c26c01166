using System.Collections.Frozen;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using static SreCopilot.ProjectEndpoints.Access;

namespace SreCopilot.SecurityService;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["ingest_scan"] = EngineerOrKey(ApiKeyScopes.Vulnerabilities),
        ["list_scans"] = Viewer,

        ["list_vulnerabilities"] = Viewer,
        ["get_vulnerability"] = Viewer,
        ["list_vulnerability_changes"] = Viewer,
        ["get_vulnerability_overview"] = Viewer,
        ["get_vulnerability_trends"] = Viewer,
        ["change_vulnerability"] = Engineer,

        ["list_dependencies"] = Viewer,
    }.ToFrozenDictionary();

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.Demand(name, Table);
}
