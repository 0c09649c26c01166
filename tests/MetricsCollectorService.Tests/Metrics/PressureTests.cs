using Microsoft.Extensions.DependencyInjection;
using SreCopilot.PostgresFixture;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Tests.Metrics;

/// <summary>A project that asks for too much, of memory or of series, is told so; its neighbours do not notice.</summary>
public sealed class PressureTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_project_that_fills_its_room_gets_429_and_others_are_stored()
    {
        await using var server = new MetricsServer(postgres);
        await server.InitializeAsync();
        var (greedy, modest) = (server.NewProject(), server.NewProject());
        var admission = server.Services.GetRequiredService<IngestAdmission>();
        var held = new List<Reservation>();
        while (admission.TryReserve(greedy.Id, 1024 * 1024) is { } reservation)
        {
            held.Add(reservation);
        }

        while (admission.TryReserve(greedy.Id, 1) is { } reservation)
        {
            held.Add(reservation);
        }

        var refused = await greedy.Key.PostAsync("/metrics/ingest", new { metrics = new[] { new { metric_name = "m" } } });
        Assert.Equal((429, true), (refused.Code, refused.HasRetryAfter));
        (await modest.Key.PostAsync("/metrics/ingest", new { metrics = new[] { new { metric_name = "m" } } })).Ok();

        held.ForEach(reservation => reservation.Dispose());
        (await greedy.Key.PostAsync("/metrics/ingest", new { metrics = new[] { new { metric_name = "m" } } })).Ok();
        Assert.Equal(0, admission.Held);
    }

    [Fact]
    public async Task A_project_with_too_many_series_keeps_those_that_it_has_on_all_replicas()
    {
        await using var server = new MetricsServer(postgres) { Settings = { ["Metrics:SeriesPerProject"] = "100" } };
        await server.InitializeAsync();
        await server.AddReplicaAsync();
        var project = server.NewProject();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n =>
            project.AsKey(n % 2, "ingest:metrics").PostAsync("/metrics/ingest", new { metrics = Enumerable.Range(n * 20, 20).Select(id => new { metric_name = "m", tags = new { id } }) })));

        Assert.Equal(100, answers.Sum(answer => answer.Code == 200 ? answer.Double("ingested") : 0));
        Assert.Equal(100L, await server.SqlAsync($"select count(*) from metric_series where project_id = '{project.Id}'"));
        var more = await project.Key.PostAsync("/metrics/ingest", new { metrics = new[] { new { metric_name = "another" } } });
        Assert.Equal(400, more.Code);
        Assert.Contains("100 series", more.Detail, StringComparison.Ordinal);
        // Those that are there still get points, and so does a neighbour.
        var known = (string)(await server.SqlAsync($"select labels ->> 'id' from metric_series where project_id = '{project.Id}' limit 1"))!;
        (await project.AsKey(1, "ingest:metrics").PostAsync("/metrics/ingest", new { metrics = new[] { new { metric_name = "m", tags = new { id = known } } } })).Ok();
        (await server.NewProject().Key.PostAsync("/metrics/ingest", new { metrics = new[] { new { metric_name = "another" } } })).Ok();
    }
}
