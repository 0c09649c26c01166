using System.Collections.Frozen;

namespace SreCopilot.AuthService.Access;

/// <summary>What the calls that change something are called in the audit log, and what they are about.</summary>
internal static class AuditActions
{
    /// <summary>By the endpoint's name.</summary>
    public static FrozenDictionary<string, (string Action, string ResourceType)> Table { get; } = new Dictionary<string, (string, string)>
    {
        ["register"] = ("user.register", "user"),
        ["login"] = ("user.login", "user"),
        ["refresh"] = ("user.refresh", "user"),
        ["logout"] = ("user.logout", "user"),
        ["update_profile"] = ("user.profile_update", "user"),
        ["change_password"] = ("user.password_change", "user"),
        ["switch_project"] = ("user.project_switch", "user"),
        ["create_user"] = ("user.create", "user"),
        ["update_user"] = ("user.update", "user"),

        ["create_project"] = ("project.create", "project"),
        ["update_project"] = ("project.update", "project"),
        ["delete_project"] = ("project.delete", "project"),
        ["add_member"] = ("member.add", "member"),
        ["update_member"] = ("member.role_change", "member"),
        ["remove_member"] = ("member.remove", "member"),

        ["create_api_key"] = ("api_key.create", "api_key"),
        ["update_api_key"] = ("api_key.update", "api_key"),
        ["revoke_api_key"] = ("api_key.revoke", "api_key"),

        ["create_integration"] = ("integration.create", "integration"),
        ["update_integration"] = ("integration.update", "integration"),
        ["delete_integration"] = ("integration.delete", "integration"),
        ["test_connection"] = ("integration.test", "integration"),
        ["test_integration"] = ("integration.test", "integration"),
    }.ToFrozenDictionary();
}
