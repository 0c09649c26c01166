using Microsoft.Extensions.Diagnostics.HealthChecks;
using SreCopilot.PostgresFixture;

namespace SreCopilot.Database.Tests;

/// <summary>PostgreSQL vanishes and comes back. Each test has a server of its own.</summary>
public sealed class OutageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_starts_before_its_database_waits_for_it()
    {
        await using var postgres = new PostgresServer();
        var database = await postgres.CreateDatabaseAsync();
        await postgres.StopAsync();

        await using var host = await TestHost.StartAsync(database.ConnectionString);
        var line = await host.LoggedAsync("Waiting for PostgreSQL");
        Assert.Contains($"127.0.0.1:{postgres.Port}", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", line, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);
        var refused = await Assert.ThrowsAsync<DatabaseNotReadyException>(() => host.Database.OpenAsSystemAsync(Cancel));
        Assert.True(DatabaseFaults.IsUnavailable(refused));

        await postgres.StartAsync();

        await host.LoggedAsync("is up to date");
        await UseAsync(host);
    }

    [Fact]
    public async Task A_running_service_says_unavailable_and_recovers_with_the_first_request()
    {
        await using var postgres = new PostgresServer();
        var database = await postgres.CreateDatabaseAsync();
        await using var host = await TestHost.StartReadyAsync(database.ConnectionString);
        // Several connections lie in the pool when the server goes.
        var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Database.OpenAsSystemAsync(Cancel)));
        await Task.WhenAll(sessions.Skip(1).Select(session => session.DisposeAsync().AsTask()));

        await postgres.StopAsync();
        var cut = await Assert.ThrowsAnyAsync<Exception>(() => sessions[0].ExecuteAsync($"select 1", Cancel));
        Assert.True(DatabaseFaults.IsUnavailable(cut), cut.ToString());
        var down = await Assert.ThrowsAnyAsync<Exception>(() => host.Database.OpenAsSystemAsync(Cancel));
        Assert.True(DatabaseFaults.IsUnavailable(down), down.ToString());
        Assert.Equal(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);

        await postgres.StartAsync();

        await UseAsync(host);
        Assert.Equal(HealthStatus.Healthy, (await host.HealthAsync()).Status);
    }

    [Fact]
    public async Task A_restart_nobody_noticed_costs_no_request()
    {
        await using var postgres = new PostgresServer();
        var database = await postgres.CreateDatabaseAsync();
        await using var host = await TestHost.StartReadyAsync(database.ConnectionString);
        var sessions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Database.OpenAsSystemAsync(Cancel)));
        await Task.WhenAll(sessions.Select(session => session.DisposeAsync().AsTask()));

        await postgres.StopAsync();
        await postgres.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UseAsync(host)));
    }

    private static async Task UseAsync(TestHost host)
    {
        await using var session = await host.Database.OpenAsSystemAsync(Cancel);
        Assert.Single(await session.ListAsync($"select at from starts", row => row.GetDateTime(0), Cancel));
    }
}
