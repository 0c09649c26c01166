using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using SreCopilot.PostgresFixture;
using SreCopilot.ServiceDefaults.Telemetry;

namespace SreCopilot.Database.Tests;

public sealed class DeferTests(PostgresServer postgres)
{
    private static readonly CallerScope Ours = new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_deferred_runs_in_order_before_the_next_command_and_in_its_round_trip()
    {
        await using var host = await StartAsync();
        using var source = new ActivitySource(nameof(DeferTests));
        var finished = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name is TelemetrySources.Npgsql or nameof(DeferTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = finished.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var request = source.StartActivity("request");
        await using var session = await host.Database.OpenAsync(Ours, Cancel);

        session.Defer(Insert("first"));
        session.Defer($"update notes set text = text || ' and second'");

        Assert.Equal(["first and second"], await session.ListAsync($"select text from notes", row => row.GetString(0), Cancel));
        var trip = Assert.Single(finished, activity => activity.TraceId == request!.TraceId);
        Assert.Equal("BATCH INSERT notes", trip.DisplayName);
    }

    [Fact]
    public async Task A_changed_row_count_is_that_of_the_command_alone()
    {
        await using var host = await StartAsync();
        await using var session = await host.Database.OpenAsync(Ours, Cancel);
        session.Defer(Insert("one"));
        session.Defer(Insert("two"));

        Assert.Equal(2, await session.ExecuteAsync($"update notes set text = 'changed'", Cancel));
        Assert.Equal(0, await session.ExecuteAsync($"delete from notes where text = 'one'", Cancel));
    }

    [Fact]
    public async Task The_commit_runs_what_is_left_and_a_rollback_nothing()
    {
        await using var host = await StartAsync();
        await using (var session = await host.Database.OpenAsync(Ours, Cancel))
        {
            session.Defer(Insert("kept"));
            await session.CommitAsync(Cancel);
        }

        await using (var session = await host.Database.OpenAsync(Ours, Cancel))
        {
            session.Defer(Insert("given up"));
        }

        await using var later = await host.Database.OpenAsync(Ours, Cancel);
        Assert.Equal(["kept"], await later.ListAsync($"select text from notes", row => row.GetString(0), Cancel));
    }

    [Fact]
    public async Task What_is_wrong_with_it_stops_the_commit()
    {
        await using var host = await StartAsync();
        await using var session = await host.Database.OpenAsync(Ours, Cancel);
        await session.ExecuteAsync(Insert("before"), Cancel);
        session.Defer($"insert into notes (project_id, text) values ({Guid.NewGuid()}, 'planted')");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => session.CommitAsync(Cancel));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await session.DisposeAsync();
        await using var later = await host.Database.OpenAsync(Ours, Cancel);
        Assert.Empty(await later.ListAsync($"select text from notes", row => row.GetString(0), Cancel));
    }

    private async Task<TestHost> StartAsync() => await TestHost.StartReadyAsync((await postgres.CreateDatabaseAsync()).ConnectionString);

    private static Sql Insert(string text) => $"insert into notes (project_id, text) values ({Ours.ProjectId}, {text})";
}
