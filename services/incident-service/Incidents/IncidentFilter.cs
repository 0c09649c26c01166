using SreCopilot.Database;

namespace SreCopilot.IncidentService.Incidents;

/// <summary>Which incidents are wanted; null is all.</summary>
internal sealed class IncidentFilter(Guid projectId, string[]? severities, string[]? states, string? serviceName, Guid? assigneeId, string? search)
{
    private readonly string? _search = search is null ? null : SearchIndex.Fold(search);
    private readonly int[] _grams = search is null ? [] : SearchIndex.GramsOf(projectId, SearchIndex.Fold(search));

    /// <summary>Which incidents may contain the search text. PostgreSQL leaves it out when the condition does not ask for it.</summary>
    public Sql Candidates => $"select s.incident_id from incident_search s where s.grams @> {_grams}";

    /// <summary>A condition on <c>incidents i</c> that may use <c>candidates</c>.</summary>
    public Sql Condition => $"""
        i.project_id = {projectId} and ({severities}::text[] is null or i.severity = any({severities})) and ({states}::text[] is null or i.state = any({states}))
        and ({serviceName}::text is null or i.service_name = {serviceName}) and ({assigneeId}::uuid is null or i.assignee_id = {assigneeId})
        {Containing}
        """;

    private Sql Containing
    {
        get
        {
            if (_search is null)
            {
                return $"";
            }

            // Too short for the index: all incidents of the project are looked at.
            if (_grams.Length == 0)
            {
                return $"and position({_search} in i.search_text) > 0";
            }

            return $"and i.id in (select incident_id from candidates) and position({_search} in i.search_text) > 0";
        }
    }
}
