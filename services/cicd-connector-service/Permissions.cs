using System.Collections.Frozen;
using SreCopilot.Audit;
using SreCopilot.ProjectEndpoints;
using static SreCopilot.ProjectEndpoints.Access;

namespace SreCopilot.CicdConnectorService;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["list_connections"] = Viewer,
        ["get_connection"] = Viewer,
        ["list_repositories"] = Viewer,
        ["list_pipelines"] = Viewer,
        ["list_runs"] = Viewer,
        ["get_deployment_hook"] = Viewer,

        ["create_connection"] = Admin,
        ["update_connection"] = Admin,
        ["delete_connection"] = Admin,
        ["test_connection"] = Admin,
        ["sync_connection"] = Admin,
        ["rotate_webhook_secret"] = Admin,
        ["rotate_deployment_hook"] = Admin,
        ["delete_deployment_hook"] = Admin,

        ["receive_github"] = Anyone,
        ["receive_gitlab"] = Anyone,
        ["receive_azure_devops"] = Anyone,
        ["receive_jenkins"] = Anyone,
        ["receive_bitbucket"] = Anyone,
        ["receive_deployment"] = Anyone,
    }.ToFrozenDictionary();

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        endpoint.Demand(name, Table);
        return Table[name] == Anyone ? endpoint.NotAudited("Deliveries are kept with what became of them.") : endpoint;
    }
}
