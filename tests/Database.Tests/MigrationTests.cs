using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using SreCopilot.PostgresFixture;

namespace SreCopilot.Database.Tests;

public sealed class MigrationTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_starting_at_once_apply_every_migration_once()
    {
        var database = await postgres.CreateDatabaseAsync();

        var replicas = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TestHost.StartReadyAsync(database.ConnectionString)));

        Assert.Equal(1L, await ScalarAsync(database, $"select count(*) from {TestHost.Schema}.starts"));
        Assert.Equal("0,1,2", await ScalarAsync(database, $"select string_agg(version::text, ',' order by version) from {TestHost.Schema}.schema_migrations"));
        await Task.WhenAll(replicas.Select(replica => replica.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        var database = await postgres.CreateDatabaseAsync();
        await (await TestHost.StartReadyAsync(database.ConnectionString)).DisposeAsync();
        var before = await ScalarAsync(database, $"select max(applied_at)::text from {TestHost.Schema}.schema_migrations");

        await (await TestHost.StartReadyAsync(database.ConnectionString)).DisposeAsync();

        Assert.Equal(before, await ScalarAsync(database, $"select max(applied_at)::text from {TestHost.Schema}.schema_migrations"));
    }

    [Theory]
    [InlineData("insert into notes_service.schema_migrations values (99, 'from_the_future', 'x')", "is at version 99 (from_the_future) but this program knows only up to 2")]
    [InlineData("update notes_service.schema_migrations set checksum = 'x' where version = 1", "0001_notes of schema 'notes_service' was changed after it had been applied")]
    public async Task A_schema_that_does_not_fit_the_program_is_refused(string change, string reason)
    {
        var database = await postgres.CreateDatabaseAsync();
        await (await TestHost.StartReadyAsync(database.ConnectionString)).DisposeAsync();
        await ScalarAsync(database, change);

        await using var host = await TestHost.StartAsync(database.ConnectionString);

        await host.LoggedAsync(reason);
        var health = await host.HealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains(reason, health.Description, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DatabaseNotReadyException>(() => host.Database.OpenAsSystemAsync(Cancel));
    }

    [Fact]
    public async Task A_table_with_tenant_data_but_without_row_level_security_is_refused()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var owner = NpgsqlDataSource.Create(database.ConnectionString))
        {
            await using var command = owner.CreateCommand("create schema notes_service; create table notes_service.forgotten (project_id uuid)");
            await command.ExecuteNonQueryAsync(Cancel);
        }

        await using var host = await TestHost.StartAsync(database.ConnectionString);

        await host.LoggedAsync("without forced row-level security: forgotten");
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from pg_tables where schemaname = 'notes_service' and tablename = 'notes'"));
    }

    internal static async Task<object?> ScalarAsync(TestDatabase database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.SuperuserConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
