using System.Collections.Frozen;
using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using static SreCopilot.ProjectEndpoints.Access;

namespace SreCopilot.MetricsCollectorService;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["ingest_metrics"] = KeyOrService(ApiKeyScopes.Metrics),
        ["ingest_prometheus"] = Key(ApiKeyScopes.Metrics),
        ["list_metrics"] = Viewer,
        ["list_metric_labels"] = Viewer,
        ["list_metric_label_values"] = Viewer,
        ["query_metrics"] = Viewer,
        ["get_retention"] = Viewer,
        ["set_retention"] = Admin,

        ["list_services"] = Viewer,
        ["get_services_overview"] = Viewer,
        ["get_service_overview"] = Viewer,
        ["list_transactions"] = Viewer,
        ["list_slow_transactions"] = Viewer,
        ["list_endpoints"] = Viewer,
        ["get_service_series"] = Viewer,
        ["get_database_time"] = Viewer,
        ["get_external_time"] = Viewer,
        ["get_registry"] = Viewer,
        ["register_services"] = Service,

        ["ingest_traces"] = Key(ApiKeyScopes.Traces),
        ["list_traces"] = Viewer,
        ["get_trace"] = Viewer,
        ["get_dependency_map"] = Viewer,

        ["ingest_error"] = Key(ApiKeyScopes.Errors),
        ["list_error_groups"] = Viewer,
        ["get_error_group"] = Viewer,
        ["list_error_occurrences"] = Viewer,
        ["triage_error_group"] = Engineer,

        ["ingest_host"] = Key(ApiKeyScopes.Infrastructure),
        ["list_hosts"] = Viewer,
        ["get_host"] = Viewer,
        ["get_host_series"] = Viewer,
        ["list_processes"] = Viewer,
        ["list_containers"] = Viewer,

        ["create_deployment"] = EngineerOrService,
        ["list_deployments"] = Viewer,
        ["get_deployment"] = Viewer,

        ["evaluate_conditions"] = Service,

        ["create_slo"] = Engineer,
        ["list_slos"] = Viewer,
        ["get_slo"] = Viewer,
        ["update_slo"] = Engineer,
        ["delete_slo"] = Engineer,

        ["ingest_browser"] = Key(ApiKeyScopes.Browser),
        ["get_browser_overview"] = Viewer,
        ["list_page_loads"] = Viewer,
        ["list_browser_errors"] = Viewer,
        ["list_browser_requests"] = Viewer,

        ["create_dashboard"] = Engineer,
        ["list_dashboards"] = Viewer,
        ["get_dashboard"] = Viewer,
        ["update_dashboard"] = Engineer,
        ["delete_dashboard"] = Engineer,
    }.ToFrozenDictionary();

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        endpoint.Demand(name, Table);
        return Table[name].Scope is null ? endpoint : endpoint.NotAudited("Ingest: api-gateway counts the use of keys.");
    }
}
