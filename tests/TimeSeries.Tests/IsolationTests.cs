using Npgsql;
using SreCopilot.Database;
using SreCopilot.PostgresFixture;

namespace SreCopilot.TimeSeries.Tests;

/// <summary>COPY does not look at policies. What keeps projects apart all the same.</summary>
public sealed class IsolationTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_project_sees_and_writes_its_own_rows_only(bool asSuperuser)
    {
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync(), asSuperuser: asSuperuser);
        var (mine, other) = (Guid.NewGuid(), Guid.NewGuid());

        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => replica.StoreAsync(n % 2 == 0 ? mine : other, [n])));

        Assert.Equal(Enumerable.Range(0, 50).Select(n => n * 2L), await replica.ReadAsync(mine));
        Assert.Equal(Enumerable.Range(0, 50).Select(n => (n * 2L) + 1), await replica.ReadAsync(other));
        await using var session = await replica.Database.OpenAsync(new CallerScope(mine, mine), TestContext.Current.CancellationToken);
        Assert.Equal(0, await session.ExecuteAsync($"delete from readings where project_id = {other}", TestContext.Current.CancellationToken));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => session.ExecuteAsync($"insert into readings values ({other}, now(), 1)", TestContext.Current.CancellationToken));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Tables_force_their_policies_and_partitions_are_closed_to_all_but_the_owner()
    {
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync(), asSuperuser: true);
        var project = Guid.NewGuid();
        await replica.StoreAsync(project, [1]);

        Assert.Equal(0L, await replica.SqlAsync("select count(*) from pg_class where relnamespace = 'readings_service'::regnamespace and relkind = 'p' and not (relrowsecurity and relforcerowsecurity)"));
        Assert.Equal(0L, await replica.SqlAsync("select count(*) from pg_class where relispartition and relkind = 'r' and not relrowsecurity"));
        await using var session = await replica.Database.OpenAsync(new CallerScope(project, project), TestContext.Current.CancellationToken);
        var partition = (string)(await replica.SqlAsync("select min(c.relname) from pg_inherits i join pg_class c on c.oid = i.inhrelid where inhparent = 'readings'::regclass"))!;
        await using var command = new NpgsqlCommand($"select count(*) from {partition}", session.Connection);
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
