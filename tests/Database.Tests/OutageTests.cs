using Microsoft.Extensions.Diagnostics.HealthChecks;
using SreCopilot.PostgresFixture;

namespace SreCopilot.Database.Tests;

/// <summary>PostgreSQL vanishes and comes back; these tests have a server of their own, one after the other.</summary>
public sealed class OutageTests(OutageTests.OwnServer own) : IClassFixture<OutageTests.OwnServer>
{
    private readonly PostgresServer _postgres = own.Postgres;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_starts_before_its_database_waits_for_it()
    {
        var database = await _postgres.CreateDatabaseAsync();
        await _postgres.StopAsync();

        await using var host = await TestHost.StartAsync(database.ConnectionString);
        var line = await host.LoggedAsync("Waiting for PostgreSQL");
        Assert.Contains($"127.0.0.1:{_postgres.Port}", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", line, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);
        var refused = await Assert.ThrowsAsync<DatabaseNotReadyException>(() => host.Database.OpenAsSystemAsync(Cancel));
        Assert.True(DatabaseFaults.IsUnavailable(refused));

        await _postgres.StartAsync();

        await host.LoggedAsync("is up to date");
        await UseAsync(host);
    }

    [Fact]
    public async Task A_running_service_says_unavailable_and_recovers_with_the_first_request()
    {
        var database = await _postgres.CreateDatabaseAsync();
        await using var host = await TestHost.StartReadyAsync(database.ConnectionString);
        // Several connections lie in the pool when the server goes.
        var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Database.OpenAsSystemAsync(Cancel)));
        await Task.WhenAll(sessions.Skip(1).Select(session => session.DisposeAsync().AsTask()));

        await _postgres.StopAsync();
        var cut = await Assert.ThrowsAnyAsync<Exception>(() => sessions[0].ExecuteAsync($"select 1", Cancel));
        Assert.True(DatabaseFaults.IsUnavailable(cut), cut.ToString());
        var down = await Assert.ThrowsAnyAsync<Exception>(() => host.Database.OpenAsSystemAsync(Cancel));
        Assert.True(DatabaseFaults.IsUnavailable(down), down.ToString());
        Assert.Equal(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);

        await _postgres.StartAsync();

        await UseAsync(host);
        Assert.Equal(HealthStatus.Healthy, (await host.HealthAsync()).Status);
    }

    [Fact]
    public async Task A_restart_nobody_noticed_costs_no_request()
    {
        var database = await _postgres.CreateDatabaseAsync();
        await using var host = await TestHost.StartReadyAsync(database.ConnectionString);
        var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Database.OpenAsSystemAsync(Cancel)));
        await Task.WhenAll(sessions.Select(session => session.DisposeAsync().AsTask()));

        await _postgres.StopAsync();
        await _postgres.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UseAsync(host)));
    }

    private static async Task UseAsync(TestHost host)
    {
        await using var session = await host.Database.OpenAsSystemAsync(Cancel);
        Assert.Single(await session.ListAsync($"select at from starts", row => row.GetDateTime(0), Cancel));
    }

    public sealed class OwnServer : IAsyncDisposable
    {
        internal PostgresServer Postgres { get; } = new();

        public ValueTask DisposeAsync() => Postgres.DisposeAsync();
    }
}
