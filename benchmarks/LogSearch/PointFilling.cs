using Npgsql;

namespace SreCopilot.Benchmarks.LogSearch;

/// <summary>Puts points of 30 days into the service's own tables, rolled up as its job would have left them: 20 services with five hosts each.</summary>
internal sealed class PointFilling(string connectionString, Guid project)
{
    private const int Days = 30;
    private const int Series = 100;

    public async Task RunAsync(long points, DateTimeOffset end)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Search Path=metrics;Command Timeout=0");
        await using var connection = await source.OpenConnectionAsync();
        for (var day = end.AddDays(-Days).UtcDateTime.Date; day <= end.UtcDateTime.Date; day = day.AddDays(1))
        {
            var month = new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc);
            await RunAsync(connection, $"call ensure_partition('metric_points', 'metric_points_{day:yyyyMMdd}', '{day:yyyy-MM-dd}Z', '{day.AddDays(1):yyyy-MM-dd}Z')");
            await RunAsync(connection, $"call ensure_partition('metric_minutes', 'metric_minutes_{day:yyyyMMdd}', '{day:yyyy-MM-dd}Z', '{day.AddDays(1):yyyy-MM-dd}Z')");
            await RunAsync(connection, $"call ensure_partition('metric_hours', 'metric_hours_{month:yyyyMM}', '{month:yyyy-MM-dd}Z', '{month.AddMonths(1):yyyy-MM-dd}Z')");
        }

        await RunAsync(connection, $$"""
            insert into metric_series select '{{project}}', n, 'cpu', 'cpu', 'gauge', 1, '', '', 'service-' || n % 20, jsonb_build_object('host', 'host-' || n / 20), current_date - {{Days}}, current_date
            from generate_series(0, {{Series - 1}}) as n
            """);
        var step = FormattableString.Invariant($"interval '{TimeSpan.FromDays(Days).TotalSeconds * Series / points} seconds'");
        await RunAsync(connection, $"""
            insert into metric_points select '{project}', timestamptz '{end.AddDays(-Days):O}' + n * {step}, s, 50 + 50 * sin(n / 500.0 + s)
            from generate_series(0, {(points / Series) - 1}) as n, generate_series(0, {Series - 1}) as s
            """);
        await RunAsync(connection, RollUp("metric_points", "metric_minutes", "minute", "count(*), sum(value), min(value), max(value), min(value), max(value), 0"));
        await RunAsync(connection, RollUp("metric_minutes", "metric_hours", "hour", "sum(points), sum(sum), min(min), max(max), min(first), max(last), 0"));
        await RunAsync(connection, "vacuum analyze");
    }

    private static string RollUp(string from, string into, string unit, string values) => $"""
        insert into {into} (project_id, time, series_id, points, sum, min, max, first, last, increase)
        select project_id, date_trunc('{unit}', time, 'UTC'), series_id, {values} from {from} group by 1, 2, 3
        """;

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
