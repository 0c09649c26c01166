using Npgsql;
using NpgsqlTypes;
using SreCopilot.LogService.Storage;

namespace SreCopilot.Benchmarks.LogSearch;

/// <summary>Puts lines of a day into the service's own tables, as ingest would have left them.</summary>
internal sealed class LogFilling(string connectionString, Guid project)
{
    private const int Services = 20;

    // How often each comes, and what it says.
    private static readonly (int Weight, short Level, string Text)[] Messages =
    [
        (300, 2, "GET /api/v1/items/{0} answered 200 in {1} ms for 10.0.{2}.17"), (200, 2, "session {0} of user u{1} refreshed, expires in {2} s"), (150, 1, "cache hit for key item:{0}:{1} in shard {2}"),
        (120, 2, "order {0} placed by customer {1} with {2} positions"), (100, 1, "query took {1} ms: select * from orders where id = {0} limit {2}"), (60, 3, "slow response of upstream pricing-{2}: {1} ms for request {0}"),
        (40, 2, "published event order.created {0} to partition {2} at offset {1}"), (20, 4, "connection to db-{2} failed: timeout after {1} ms, request {0}"), (9, 4, "payment {0} declined by provider {2}: code {1}"),
        (1, 5, "out of memory in worker {2}, request {0}, heap {1} MB"),
    ];

    /// <returns>Rows per second of this COPY, into the table with its indexes.</returns>
    public async Task<double> RunAsync(long rows, DateTimeOffset end)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Search Path=log;Command Timeout=0");
        await using var connection = await source.OpenConnectionAsync();
        var start = end.AddDays(-1);
        for (var day = start.UtcDateTime.Date; day <= end.UtcDateTime.Date; day = day.AddDays(1))
        {
            foreach (var table in new[] { "log_lines", "log_minutes", "log_days" })
            {
                await using var partition = new NpgsqlCommand($"call ensure_partition('{table}', '{table}_{day:yyyyMMdd}', '{day:yyyy-MM-dd}Z', '{day.AddDays(1):yyyy-MM-dd}Z')", connection);
                await partition.ExecuteNonQueryAsync();
            }
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await CopyAsync(connection, rows, start);
        var rate = rows / clock.Elapsed.TotalSeconds;
        foreach (var (table, unit) in new[] { ("log_minutes", "minute"), ("log_days", "day") })
        {
            await using var count = new NpgsqlCommand(
                $"insert into {table} select project_id, date_trunc('{unit}', time at time zone 'UTC') at time zone 'UTC', service, level, count(*) from log_lines group by 1, 2, 3, 4", connection);
            await count.ExecuteNonQueryAsync();
        }

        await using var analyze = new NpgsqlCommand("vacuum analyze", connection);
        await analyze.ExecuteNonQueryAsync();
        return rate;
    }

    private async Task CopyAsync(NpgsqlConnection connection, long rows, DateTimeOffset start)
    {
        var random = new Random(1);
        var choices = Messages.SelectMany(message => Enumerable.Repeat(message, message.Weight)).ToArray();
        var step = TimeSpan.FromDays(1) / rows;
        await using var copy = await connection.BeginBinaryImportAsync("copy log_lines (project_id, time, id, level, service, message, attributes, grams1, grams2) from stdin (format binary)");
        for (var n = 0L; n < rows; n++)
        {
            var (_, level, text) = choices[random.Next(choices.Length)];
            var isNeedle = n % 100_000 == 50_000;
            await copy.StartRowAsync();
            await copy.WriteAsync(project, NpgsqlDbType.Uuid);
            await copy.WriteAsync((start + (step * n)).UtcDateTime, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(n, NpgsqlDbType.Bigint);
            await copy.WriteAsync(level, NpgsqlDbType.Smallint);
            await copy.WriteAsync($"service-{random.Next(Services)}", NpgsqlDbType.Text);
            var message = (isNeedle ? "needle " : "") + string.Format(System.Globalization.CultureInfo.InvariantCulture, text, random.Next(1_000_000), random.Next(5000), random.Next(30));
            await copy.WriteAsync(message, NpgsqlDbType.Text);
            await copy.WriteAsync("""{"host":"node-1","status":200}""", NpgsqlDbType.Jsonb);
            var grams = Grams.Of(message);
            await copy.WriteAsync(grams.First, NpgsqlDbType.Bigint);
            await copy.WriteAsync(grams.Second, NpgsqlDbType.Bigint);
        }

        await copy.CompleteAsync();
    }
}
