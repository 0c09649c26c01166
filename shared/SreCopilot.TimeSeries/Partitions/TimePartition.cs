using System.Globalization;

namespace SreCopilot.TimeSeries;

/// <summary>One partition of a table: <c>points_20260301</c> for a day, <c>points_202603</c> for a month.</summary>
internal readonly record struct TimePartition(TimeSeriesTable Table, DateOnly Start)
{
    public string Name => $"{Table.Name}_{Start.ToString(Table.Span == PartitionSpan.Day ? "yyyyMMdd" : "yyyyMM", CultureInfo.InvariantCulture)}";

    public DateTimeOffset From => new(Start, TimeOnly.MinValue, TimeSpan.Zero);

    public DateTimeOffset To => new(Next.Start, TimeOnly.MinValue, TimeSpan.Zero);

    public TimePartition Next => this with { Start = Table.Span == PartitionSpan.Day ? Start.AddDays(1) : Start.AddMonths(1) };

    public static TimePartition Of(TimeSeriesTable table, DateTimeOffset time)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return new TimePartition(table, table.Span == PartitionSpan.Day ? day : new DateOnly(day.Year, day.Month, 1));
    }

    /// <summary>The partition of that name; null when it is not one of the table.</summary>
    public static TimePartition? Parse(TimeSeriesTable table, string name)
    {
        var format = table.Span == PartitionSpan.Day ? "yyyyMMdd" : "yyyyMM";
        return name.StartsWith(table.Name + "_", StringComparison.Ordinal)
            && DateOnly.TryParseExact(name.AsSpan(table.Name.Length + 1), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
                ? new TimePartition(table, start)
                : null;
    }
}
