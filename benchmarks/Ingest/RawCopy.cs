using System.Diagnostics;
using Npgsql;

namespace SreCopilot.Benchmarks.Ingest;

/// <summary>
/// The reference: the very rows that the service stored, taken out as binary COPY, and put into the same emptied partition
/// again by one connection in one COPY, with the indexes that the table has.
/// </summary>
internal sealed class RawCopy(NpgsqlDataSource source)
{
    /// <returns>Rows and how long they took.</returns>
    public async Task<(long Rows, TimeSpan Took)> MeasureAsync(string schema, string table)
    {
        await using var connection = await source.OpenConnectionAsync();
        var partition = (string?)await ScalarAsync(connection, $"""
            select i.inhrelid::regclass::text from pg_inherits i where i.inhparent = '{schema}.{table}'::regclass
            order by pg_relation_size(i.inhrelid) desc limit 1
            """) ?? throw new InvalidOperationException($"{table} has no partitions.");
        var rows = (long)(await ScalarAsync(connection, $"select count(*) from {partition}"))!;
        using var bytes = new MemoryStream();
        await using (var copy = await connection.BeginRawBinaryCopyAsync($"copy {partition} to stdout (format binary)"))
        {
            await copy.CopyToAsync(bytes);
        }

        await ScalarAsync(connection, $"truncate {partition}");
        var started = Stopwatch.GetTimestamp();
        await using (var copy = await connection.BeginRawBinaryCopyAsync($"copy {partition} from stdin (format binary)"))
        {
            await copy.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
        }

        return (rows, Stopwatch.GetElapsedTime(started));
    }

    public async Task<long> CountAsync(string schema, string table)
    {
        await using var connection = await source.OpenConnectionAsync();
        return (long)(await ScalarAsync(connection, $"select count(*) from {schema}.{table}"))!;
    }

    public async Task<bool> ExistsAsync(string schema, string table)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await ScalarAsync(connection, $"select to_regclass('{schema}.{table}')::text") is string;
    }

    public async Task EmptyAsync(string schema, string table)
    {
        await using var connection = await source.OpenConnectionAsync();
        await ScalarAsync(connection, $"truncate {schema}.{table}");
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Names of tables come from this program.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
