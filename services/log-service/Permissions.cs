using System.Collections.Frozen;
using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using static SreCopilot.ProjectEndpoints.Access;

namespace SreCopilot.LogService;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["search_logs"] = Viewer,
        ["get_log_context"] = Viewer,
        ["tail_logs"] = Viewer,
        ["list_log_services"] = Viewer,
        ["get_log_statistics"] = Viewer,
        ["get_log_histogram"] = Viewer,
        ["list_log_patterns"] = Viewer,

        ["get_retention"] = Viewer,
        ["set_retention"] = Admin,

        ["evaluate_conditions"] = Service,

        ["ingest_logs"] = Key(ApiKeyScopes.Logs),
        ["ingest_otlp_logs"] = Key(ApiKeyScopes.Logs),
    }.ToFrozenDictionary();

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        endpoint.Demand(name, Table);
        return Table[name].Scope is null ? endpoint : endpoint.NotAudited("Ingest: api-gateway counts the use of keys.");
    }
}
