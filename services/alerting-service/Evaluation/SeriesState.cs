using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>A series that is not simply fine.</summary>
/// <param name="Series">Its labels as JSON with sorted names.</param>
/// <param name="BreachSince">Since when its values breach, while no alert fires yet.</param>
/// <param name="AlertId">The alert that fires.</param>
/// <param name="FineSince">Since when its values are fine again.</param>
/// <param name="SilentSince">Since when it has no values.</param>
internal sealed record SeriesState(string Series, DateTimeOffset? BreachSince, Guid? AlertId, DateTimeOffset? FineSince, DateTimeOffset? SilentSince)
{
    /// <summary>The state of a condition that has no values at all; no series is called like this.</summary>
    public const string NoData = "no data";

    public static Task<List<(Guid Condition, SeriesState State)>> ListAsync(DatabaseSession session, Guid[] conditions, CancellationToken cancel) => session.ListAsync(
        $"select condition_id, series, breach_since, alert_id, fine_since, silent_since from series_states where condition_id = any({conditions})", Read, cancel);

    public Task SaveAsync(DatabaseSession session, Guid projectId, Guid conditionId, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into series_states (project_id, condition_id, series, breach_since, alert_id, fine_since, silent_since)
        values ({projectId}, {conditionId}, {Series}, {BreachSince}, {AlertId}, {FineSince}, {SilentSince})
        on conflict (condition_id, series) do update set breach_since = excluded.breach_since, alert_id = excluded.alert_id, fine_since = excluded.fine_since,
          silent_since = excluded.silent_since
        """, cancel);

    private static (Guid Condition, SeriesState State) Read(NpgsqlDataReader row) => (row.GetGuid(0), new SeriesState(
        row.GetString(1), row.GetValueOrNull<DateTimeOffset>(2), row.GetValueOrNull<Guid>(3), row.GetValueOrNull<DateTimeOffset>(4), row.GetValueOrNull<DateTimeOffset>(5)));
}
