using System.Collections.Frozen;
using static SreCopilot.LogService.Access.Access;

namespace SreCopilot.LogService.Access;

/// <summary>
/// Who may do what: one line per endpoint, and an endpoint without a line stops the service. docs/security.md shows the same
/// table; tests compare the two and try every line as every role.
/// </summary>
internal static class Permissions
{
    /// <summary>By the endpoint's name.</summary>
    public static FrozenDictionary<string, Access> Table { get; } = new Dictionary<string, Access>
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

        ["ingest_logs"] = Sender,
        ["ingest_otlp_logs"] = Sender,
    }.ToFrozenDictionary();
}
