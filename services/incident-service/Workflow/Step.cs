using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.IncidentService.Workflow;

/// <summary>A step of the analysis of an incident, as it really went.</summary>
/// <param name="Id">The step.</param>
/// <param name="StepType">What it is.</param>
/// <param name="StepTypeDisplay">The same for display.</param>
/// <param name="StepNumber">Its place, from 1.</param>
/// <param name="Status">pending, in_progress, completed, failed or skipped.</param>
/// <param name="StatusDisplay">The same for display.</param>
/// <param name="InputTokens">What a language model read; null when none was used.</param>
/// <param name="OutputTokens">What it wrote.</param>
/// <param name="TotalTokens">Both.</param>
/// <param name="CostUsd">What it cost; null when nothing.</param>
/// <param name="DurationMs">From start to end; null while it has not ended.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="CompletedAt">When it ended, well or not.</param>
/// <param name="ErrorMessage">Why it failed or was left out.</param>
internal sealed record Step(
    Guid Id, string StepType, string StepTypeDisplay, int StepNumber, string Status, string StatusDisplay,
    int? InputTokens, int? OutputTokens, int? TotalTokens, decimal? CostUsd, int? DurationMs,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, string? ErrorMessage)
{
    public const string AlertReceived = "alert_received";
    public const string HypothesisGenerated = "hypothesis_generated";

    public const string Pending = "pending";
    public const string InProgress = "in_progress";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Skipped = "skipped";

    /// <summary>In their order.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [AlertReceived, "source_identified", "platform_details", "metrics_fetched", "metrics_analyzed", "logs_fetched", "logs_analyzed", HypothesisGenerated, "solution_generated"];

    public static IReadOnlyList<string> Statuses { get; } = [Pending, InProgress, Completed, Failed, Skipped];

    public static void Add(
        DatabaseSession session, CallerScope scope, Guid incidentId, string type, string status, DateTimeOffset? startedAt, DateTimeOffset? completedAt,
        DateTimeOffset now) => session.Defer($"""
        insert into analysis_steps (incident_id, project_id, tenant_id, step_type, status, started_at, completed_at, created_at, updated_at)
        values ({incidentId}, {scope.ProjectId}, {scope.TenantId}, {type}, {status}, {startedAt}, {completedAt}, {now}, {now})
        """);

    public static async Task<List<Step>> ListAsync(DatabaseSession session, Guid incidentId, CancellationToken cancel)
    {
        var number = 0;
        return await session.ListAsync($"""
            select id, step_type, status, input_tokens, output_tokens, cost_usd,
              (extract(epoch from completed_at - started_at) * 1000)::int, started_at, completed_at, error_message
            from analysis_steps where incident_id = {incidentId} order by array_position({Types.ToArray()}, step_type)
            """, row => Read(row, ++number), cancel);
    }

    private static Step Read(NpgsqlDataReader row, int number)
    {
        var (input, output) = (row.GetValueOrNull<int>(3), row.GetValueOrNull<int>(4));
        var (type, status) = (row.GetString(1), row.GetString(2));
        return new Step(
            row.GetGuid(0), type, DisplayType(type), number, status, DisplayStatus(status),
            input, output, input is null && output is null ? null : (input ?? 0) + (output ?? 0),
            row.GetValueOrNull<decimal>(5) is { } cost and not 0 ? cost : null, row.GetValueOrNull<int>(6),
            row.GetValueOrNull<DateTimeOffset>(7), row.GetValueOrNull<DateTimeOffset>(8), row.GetString(9) is { Length: > 0 } error ? error : null);
    }

    private static string DisplayType(string type) => type switch
    {
        AlertReceived => "Alert Received",
        "source_identified" => "Source Identified",
        "platform_details" => "Platform Details Fetched",
        "metrics_fetched" => "Metrics Fetched",
        "metrics_analyzed" => "Metrics Analyzed",
        "logs_fetched" => "Logs Retrieved",
        "logs_analyzed" => "Logs Analyzed",
        HypothesisGenerated => "Hypothesis Generated",
        _ => "Solution Generated",
    };

    private static string DisplayStatus(string status) => status switch
    {
        Pending => "Pending",
        InProgress => "In Progress",
        Completed => "Completed",
        Failed => "Failed",
        _ => "Skipped",
    };
}
