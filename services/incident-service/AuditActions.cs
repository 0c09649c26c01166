using System.Collections.Frozen;

namespace SreCopilot.IncidentService;

/// <summary>What the calls that change something are called in the audit log.</summary>
internal static class AuditActions
{
    public const string Comment = "incident.comment";

    /// <summary>By the endpoint's name.</summary>
    public static FrozenDictionary<string, string> Table { get; } = new Dictionary<string, string>
    {
        ["create_incident"] = "incident.create",
        ["change_state"] = "incident.state_change",
        ["change_severity"] = "incident.severity_change",
        ["change_assignee"] = "incident.assignee_change",
        ["add_comment"] = Comment,

        ["report_problem"] = "incident.create",
        ["report_recovery"] = "incident.state_change",
        ["record_analysis"] = "incident.analysis",
        ["report_deployment"] = "incident.deployment",
    }.ToFrozenDictionary();
}
