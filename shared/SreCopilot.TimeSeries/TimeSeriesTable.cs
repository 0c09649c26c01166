namespace SreCopilot.TimeSeries;

/// <summary>How much time one partition covers.</summary>
public enum PartitionSpan
{
    /// <summary>A day in UTC.</summary>
    Day,

    /// <summary>A calendar month in UTC, for small rows that are kept long: roll-ups.</summary>
    Month,
}

/// <summary>
/// A table of telemetry. A migration of the service creates it
/// (<c>create table points (project_id uuid not null, time timestamptz not null, ...) partition by range (time)</c>, then
/// <c>call isolate_by_project('points')</c>); its partitions come by themselves.
/// </summary>
public sealed class TimeSeriesTable
{
    /// <summary>Describes the table.</summary>
    /// <param name="name">Its name in the service's schema.</param>
    /// <param name="signal">What its rows are, for example <c>logs</c>: retention is set per project and signal.</param>
    /// <param name="columns">The columns that rows are written with, in their order, without <c>project_id</c> and
    /// <c>time</c>: those come first and are written by <see cref="IngestBatch"/>.</param>
    public TimeSeriesTable(string name, string signal, params string[] columns)
    {
        (Name, Signal, Columns) = (name, signal, columns);
        CopyCommand = $" (project_id, time{string.Concat(columns.Select(column => ", " + column))}) from stdin (format binary)";
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>What its rows are.</summary>
    public string Signal { get; }

    /// <summary>The columns after <c>project_id</c> and <c>time</c>.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How much time one partition covers. Default a day.</summary>
    public PartitionSpan Span { get; init; }

    /// <summary>Days that rows are kept when neither the project nor the operator says otherwise.</summary>
    public int RetentionDays { get; init; } = 30;

    internal string CopyCommand { get; }

    internal TimePartition PartitionOf(DateTimeOffset time) => TimePartition.Of(this, time);
}
