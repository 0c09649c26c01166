using System.Collections.Frozen;
using SreCopilot.Audit;
using SreCopilot.ProjectEndpoints;
using static SreCopilot.ProjectEndpoints.Access;

namespace SreCopilot.IncidentService;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    private static readonly FrozenDictionary<string, Access> Table = new Dictionary<string, Access>
    {
        ["list_incidents"] = Viewer,
        ["get_incident"] = Viewer,
        ["get_incident_statistics"] = Viewer,
        ["get_incident_timeline"] = Viewer,
        ["list_hypotheses"] = Viewer,
        ["list_activities"] = Viewer,
        ["get_workflow"] = Viewer,
        ["get_ai_usage"] = Viewer,

        ["create_incident"] = Engineer,
        ["change_state"] = Engineer,
        ["change_severity"] = Engineer,
        ["change_assignee"] = Engineer,
        ["add_comment"] = Engineer,

        ["report_problem"] = Service,
        ["report_recovery"] = Service,
        ["record_analysis"] = Service,
        ["report_deployment"] = Service,
    }.ToFrozenDictionary();

    /// <summary>Names the endpoint, for the audit log too, and demands what the table says about that name.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name)
    {
        endpoint.Demand(name, Table);
        return AuditActions.Table.TryGetValue(name, out var action) ? endpoint.Audited(action, "incident") : endpoint;
    }
}
