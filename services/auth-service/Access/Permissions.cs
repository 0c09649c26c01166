using System.Collections.Frozen;
using static SreCopilot.AuthService.Access.Access;

namespace SreCopilot.AuthService.Access;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    /// <summary>By the endpoint's name.</summary>
    public static FrozenDictionary<string, Access> Table { get; } = new Dictionary<string, Access>
    {
        ["register"] = Anyone,
        ["login"] = Anyone,
        ["refresh"] = Anyone,
        ["logout"] = Anyone,

        ["me"] = User,
        ["update_profile"] = User,
        ["change_password"] = User,
        ["switch_project"] = User,
        ["create_websocket_ticket"] = User,

        ["list_users"] = TenantAdmin,
        ["create_user"] = TenantAdmin,
        ["update_user"] = TenantAdmin,

        ["list_projects"] = User,
        ["create_project"] = User,
        ["get_project"] = ProjectViewer,
        ["update_project"] = ProjectAdmin,
        ["delete_project"] = ProjectOwner,

        ["list_members"] = ProjectViewer,
        ["add_member"] = ProjectAdmin,
        ["update_member"] = ProjectAdmin,
        ["remove_member"] = ProjectAdmin,
        // Not an endpoint: what the three above need besides, to make somebody an owner or to touch one.
        ["change_owners"] = ProjectOwner,

        ["list_api_keys"] = ProjectAdmin,
        ["create_api_key"] = ProjectAdmin,
        ["update_api_key"] = ProjectAdmin,
        ["revoke_api_key"] = ProjectAdmin,

        ["list_integrations"] = ProjectViewer,
        ["get_integration"] = ProjectViewer,
        // Not an endpoint: what get_integration needs besides when the secrets are asked for.
        ["read_integration_secrets"] = ProjectOwner,
        ["create_integration"] = ProjectAdmin,
        ["update_integration"] = ProjectAdmin,
        ["delete_integration"] = ProjectAdmin,
        ["test_connection"] = ProjectAdmin,
        ["test_integration"] = ProjectEngineer,
        ["rotate_webhook_secret"] = ProjectAdmin,

        ["list_revocations"] = Service,
        ["verify_api_key"] = Service,
        ["get_grafana_credentials"] = Service,
        ["get_webhook"] = Service,
    }.ToFrozenDictionary();
}
