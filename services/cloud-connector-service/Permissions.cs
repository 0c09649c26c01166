using System.Collections.Frozen;
using SreCopilot.ProjectEndpoints;

namespace SreCopilot.CloudConnectorService;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["list_connections"] = Access.Viewer,
        ["get_connection"] = Access.Viewer,
        ["list_resources"] = Access.Viewer,
        ["list_changes"] = Access.Viewer,

        ["create_connection"] = Access.Admin,
        ["update_connection"] = Access.Admin,
        ["delete_connection"] = Access.Admin,
        ["test_connection"] = Access.Admin,
        ["sync_connection"] = Access.Admin,
    }.ToFrozenDictionary();

    /// <summary>Names the endpoint and demands what the table says about that name.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.Demand(name, Table);
}
