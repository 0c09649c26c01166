using System.Collections.Frozen;
using static SreCopilot.CicdConnectorService.Access.Access;

namespace SreCopilot.CicdConnectorService.Access;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    /// <summary>By the endpoint's name.</summary>
    public static FrozenDictionary<string, Access> Table { get; } = new Dictionary<string, Access>
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

        ["receive_github"] = Sender,
        ["receive_gitlab"] = Sender,
        ["receive_azure_devops"] = Sender,
        ["receive_jenkins"] = Sender,
        ["receive_bitbucket"] = Sender,
        ["receive_deployment"] = Sender,
    }.ToFrozenDictionary();
}
