using System.Collections.Frozen;
using SreCopilot.ProjectEndpoints;
using static SreCopilot.ProjectEndpoints.Access;

namespace SreCopilot.AiService;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["generate_hypotheses"] = Service,
        ["generate_hypotheses_batch"] = Service,
        ["get_status"] = Viewer,

        ["get_analysis"] = Viewer,
        ["analyse_incident"] = Engineer,

        ["give_feedback"] = Engineer,
        ["list_feedback"] = Viewer,
        ["reset_feedback"] = Admin,

        ["get_token_usage"] = Viewer,
        ["get_cost_summary"] = Viewer,
        ["get_incident_usage"] = Viewer,

        ["detect_anomalies"] = EngineerOrService,
        ["detect_anomalies_batch"] = EngineerOrService,
        ["list_active_anomalies"] = Viewer,
        ["report_anomalies"] = EngineerOrService,

        ["correlate_incident"] = EngineerOrService,
        ["correlate_alerts"] = Viewer,
        ["list_correlation_groups"] = Viewer,

        ["analyze_dashboard"] = Viewer,
        ["list_dashboard_analyses"] = Viewer,
        ["write_incident_text"] = EngineerOrService,
    }.ToFrozenDictionary();

    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.Demand(name, Table);
}
