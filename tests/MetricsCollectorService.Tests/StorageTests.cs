using Npgsql;

namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>Which indexes and partitions are used, as the role that row-level security binds.</summary>
public sealed class StorageTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Theory]
    [InlineData("a trace", "spans_20260228", "spans_20260301", "select * from spans where project_id = '{0}' and trace_id = 't5' and time >= '2026-03-01T00:00Z' and time <= '2026-03-01T01:00Z'", "trace_id_span_id_idx")]
    [InlineData("transactions", "transactions_20260228", "transactions_20260301", "select * from transactions where project_id = '{0}' and service_name = 'web' and time >= '2026-03-01T00:00Z' and time < '2026-03-02T00:00Z' order by time desc limit 50", "service_name_time_idx")]
    [InlineData("host", "host_samples_20260228", "host_samples_20260301", "select * from host_samples where project_id = '{0}' and hostname = 'h5' and time >= '2026-03-01T00:00Z' and time < '2026-03-02T00:00Z' order by time desc limit 100", "hostname_time_idx")]
    [InlineData("occurrences", "error_occurrences_20260228", "error_occurrences_20260301", "select * from error_occurrences where project_id = '{0}' and fingerprint = 'f5' and time >= '2026-03-01T00:00Z' and time < '2026-03-02T00:00Z' order by time desc limit 50", "fingerprint_time_idx")]
    [InlineData("browser", "browser_events_20260228", "browser_events_20260301", "select * from browser_events where project_id = '{0}' and kind = 'error' and time >= '2026-03-01T00:00Z' and time < '2026-03-02T00:00Z' order by time desc limit 50", "kind_time_idx")]
    [InlineData("minutes", "transaction_minutes_20260228", "transaction_minutes_20260301", "select bucket, sum(count) from transaction_minutes where project_id = '{0}' and service_name = 'web' and time >= '2026-03-01T00:00Z' and time < '2026-03-01T01:00Z' group by 1", "service_name_time_idx")]
    [InlineData("hours", "transaction_hours_202602", "transaction_hours_202603", "select bucket, sum(count) from transaction_hours where project_id = '{0}' and service_name = 'web' and time >= '2026-03-01T00:00Z' and time < '2026-03-02T00:00Z' group by 1", "service_name_time_idx")]
    [InlineData("traces", "none", "traces", "select * from traces where project_id = '{0}' and started_at < '2026-03-01T12:00Z' order by started_at desc, trace_id desc limit 50", "traces_started")]
    [InlineData("traces of a service", "none", "trace_services", "select * from trace_services where project_id = '{0}' and service_name = 'web' order by started_at desc, trace_id desc limit 50", "trace_services_started")]
    public async Task A_query_reads_an_index_of_the_partitions_of_its_time_only(string what, string otherPartition, string partition, string query, string index)
    {
        var project = await FillAsync();

        var plan = await ExplainAsync(project.Id, query.Replace("{0}", project.Id.ToString(), StringComparison.Ordinal));

        Assert.True(plan.Contains(index, StringComparison.Ordinal) && !plan.Contains("Seq Scan", StringComparison.Ordinal), $"{what}: {plan}");
        Assert.Contains(partition, plan, StringComparison.Ordinal);
        Assert.DoesNotContain(otherPartition, plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_in_another_projects_scope_finds_nothing()
    {
        var project = await FillAsync();

        foreach (var table in new[] { "spans", "traces", "trace_services", "transactions", "transaction_minutes", "transaction_hours", "host_samples", "hosts", "services", "browser_events", "error_occurrences" })
        {
            Assert.Equal(0L, await InScopeAsync(Guid.NewGuid(), $"select count(*) from {table} where project_id = '{project.Id}'"));
            Assert.NotEqual(0L, await InScopeAsync(project.Id, $"select count(*) from {table} where project_id = '{project.Id}'"));
        }
    }

    // Enough for the planner to prefer an index, by way of the service, so that partitions are its own.
    private async Task<TestProject> FillAsync()
    {
        var project = server.NewProject();
        foreach (var day in new[] { "2026-02-28", "2026-03-01" })
        {
            await project.SendTransactionAsync("web", 10, time: $"{day}T00:10:00Z");
            await project.SendErrorAsync("boom", timestamp: $"{day}T00:10:00Z");
            (await project.Key.PostAsync("/infrastructure/ingest", new { hostname = "h0", timestamp = $"{day}T00:10:00Z" })).Ok();
            (await project.Key.PostAsync("/browser/ingest", new { app_name = "shop", errors = new[] { new { message = "x" } } })).Ok();
            await server.SqlAsync($"""
                insert into spans select '{project.Id}', '{day}'::timestamptz + n * interval '1 s', 't' || n, 's', '', 'web', 'op', '', 1, 'ok', null, '{"{}"}', '[]' from generate_series(1, 3000) n;
                insert into transactions select '{project.Id}', '{day}'::timestamptz + n * interval '1 s', 't' || n, 's' || n % 50, '/', 'GET', 200, 1, 0, 0, false, null, null from generate_series(1, 3000) n;
                insert into host_samples select '{project.Id}', '{day}'::timestamptz + n * interval '1 s', 'h' || n % 50, 1, 1, 1, '{"{}"}', '{"{}"}', '[]', '[]', '[]' from generate_series(1, 3000) n;
                insert into error_occurrences select '{project.Id}', '{day}'::timestamptz + n * interval '1 s', 'f' || n % 50, 'm', 's', '{"{}"}', null, null from generate_series(1, 3000) n;
                insert into transaction_minutes select '{project.Id}', '{day}'::timestamptz + n % 60 * interval '1 min', 's' || n, '/', 'GET', n % 7, 1, 0, 0, 0, 1, 1 from generate_series(1, 3000) n;
                insert into transaction_hours select '{project.Id}', '{day}'::timestamptz, 's' || n, '/', 'GET', n % 7, 1, 0, 0, 0, 1, 1 from generate_series(1, 3000) n
                """);
        }

        await server.SqlAsync($"""
            create table if not exists browser_events_20260228 partition of browser_events for values from ('2026-02-28T00:00Z') to ('2026-03-01T00:00Z');
            insert into browser_events select '{project.Id}', '2026-02-28'::timestamptz + n * interval '25 s', (array['batch', 'vital', 'ajax'])[n % 3 + 1], 'a', '', null, null, '{"{}"}' from generate_series(1, 6000) n;
            insert into traces select '{project.Id}', '{project.TenantId}', 't' || n, '2026-03-01'::timestamptz + n * interval '1 s', '2026-03-01', 'web', 'op', true, 1, 0 from generate_series(1, 3000) n;
            insert into trace_services select '{project.Id}', 't' || n, case n % 50 when 0 then 'web' else 'other' end, '2026-03-01'::timestamptz + n * interval '1 s' from generate_series(1, 3000) n;
            analyze
            """);
        return project;
    }

    private async Task<string> ExplainAsync(Guid projectId, string query) => string.Join('\n', await ReadAsync(projectId, "explain " + query));

    private async Task<object> InScopeAsync(Guid projectId, string query) => long.Parse((await ReadAsync(projectId, query))[0], System.Globalization.CultureInfo.InvariantCulture);

    // As the ordinary owner of the tables, in the scope of a project: what the service itself is.
    private async Task<List<string>> ReadAsync(Guid projectId, string query)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Search Path=metrics;Pooling=false");
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
#pragma warning disable CA2100 // Only ids of this test.
        await using var command = new NpgsqlCommand($"select set_config('app.project_id', '{projectId}', true); {query}", connection, transaction);
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await rows.NextResultAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            lines.Add(rows.GetValue(0).ToString()!);
        }

        return lines;
    }
}
