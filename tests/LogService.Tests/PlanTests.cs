using Npgsql;

namespace SreCopilot.LogService.Tests;

/// <summary>Which partitions and indexes PostgreSQL uses, as the role that row-level security binds.</summary>
public sealed class PlanTests(LogServer server) : IClassFixture<LogServer>
{
    // As MessageTerm writes it.
    private const string Text = "(case when (l.grams1 & 4) = 4 and (l.grams2 & 0) = 0 then l.message collate \"C\" ilike '%line 1%' else false end)";

    [Fact]
    public async Task Searches_read_only_the_days_and_rows_that_they_need()
    {
        var project = server.NewProject();
        for (var day = 20; day <= 28; day++)
        {
            await project.IngestAsync([.. Enumerable.Range(0, 200).Select(n => new
            {
                service_name = $"s{n % 5}", message = $"line {n}", timestamp = $"2026-02-{day}T{n / 10 % 24:00}:00:00Z", trace_id = n % 10 == 0 ? $"t{n}" : null,
            })]);
        }

        await server.SqlAsync($"""
            insert into log_lines select gen_random_uuid(), time, id, level, service, message, attributes, trace_id || n, span_id, pattern from log_lines, generate_series(1, 20) as n
            """);
        await server.SqlAsync("analyze");

        var range = $"l.project_id = '{project.Id}' and l.time >= '2026-02-25T10:00:00Z' and l.time <= '2026-02-25T12:00:00Z'";
        var text = await ExplainAsync(project, $"select l.time, l.id from log_lines l where {range} and {Text} order by l.time desc, l.id desc limit 10");
        var page = await ExplainAsync(project, $"select l.* from log_lines l where l.project_id = '{project.Id}' and true order by l.time desc, l.id desc limit 10");
        var trace = await ExplainAsync(project, $"select l.* from log_lines l where l.project_id = '{project.Id}' and true and l.trace_id = 't10' order by l.time desc, l.id desc limit 10");
        var minutes = await ExplainAsync(project, $"select sum(l.lines) from log_minutes l where {range}");

        Assert.Contains("log_lines_20260225", text, StringComparison.Ordinal);
        Assert.DoesNotContain("log_lines_20260224", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", text, StringComparison.Ordinal);
        Assert.Contains("Index Cond: ((project_id = ", text, StringComparison.Ordinal);
        // The filter of trigrams is asked before texts are compared.
        Assert.Matches(@"Filter: .*CASE WHEN .*grams1.*grams2.*THEN .*message", text);
        // From the newest day backwards, without sorting.
        Assert.DoesNotContain("Sort", page, StringComparison.Ordinal);
        Assert.Contains("trace_id", trace[trace.IndexOf("Index Cond", StringComparison.Ordinal)..], StringComparison.Ordinal);
        // Days without lines yet have no index that would be shorter.
        Assert.DoesNotContain("Seq Scan on log_lines_202602", trace, StringComparison.Ordinal);
        Assert.Contains("log_minutes_20260225", minutes, StringComparison.Ordinal);
        Assert.DoesNotContain("log_minutes_20260226", minutes, StringComparison.Ordinal);
    }

    private async Task<string> ExplainAsync(TestProject project, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Search Path=log;Pooling=false");
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var scope = new NpgsqlCommand($"select set_config('app.project_id', '{project.Id}', true)", connection);
        await scope.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("explain (costs off) " + sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var plan = "";
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            plan += reader.GetString(0) + "\n";
        }

        TestContext.Current.TestOutputHelper?.WriteLine(plan);
        return plan;
    }
}
