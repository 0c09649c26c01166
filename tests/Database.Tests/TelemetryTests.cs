using System.Collections.Concurrent;
using System.Diagnostics;
using SreCopilot.PostgresFixture;
using SreCopilot.ServiceDefaults.Telemetry;

namespace SreCopilot.Database.Tests;

public sealed class TelemetryTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_trace_shows_the_services_own_commands_and_nothing_else()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var host = await TestHost.StartReadyAsync((await postgres.CreateDatabaseAsync()).ConnectionString);
        using var source = new ActivitySource(nameof(TelemetryTests));
        var finished = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name is TelemetrySources.Npgsql or nameof(TelemetryTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = finished.Add,
        };
        ActivitySource.AddActivityListener(listener);

        using (var request = source.StartActivity("request"))
        {
            await using var session = await host.Database.OpenAsSystemAsync(cancel);
            await session.ListAsync($"select text from notes where text <> {"a value"}", row => row.GetString(0), cancel);
            await session.CommitAsync(cancel);
            await host.HealthAsync();

            var command = Assert.Single(finished, activity => activity.TraceId == request!.TraceId);
            Assert.Equal("SELECT notes", command.DisplayName);
            Assert.Equal("select text from notes where text <> $1", command.GetTagItem("db.query.text"));
        }
    }
}
