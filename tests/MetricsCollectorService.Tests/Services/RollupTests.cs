namespace SreCopilot.MetricsCollectorService.Tests.Services;

/// <summary>What the roll-ups say, against what was sent.</summary>
public sealed class RollupTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task Percentiles_are_within_a_bucket_of_the_true_ones()
    {
        var project = server.NewProject();
        var random = new Random(42);
        double[] durations = [.. Enumerable.Range(0, 5000).Select(_ => Math.Exp((random.NextDouble() * 8) - 1))];
        await project.SendSpansAsync([.. durations.Select((duration, n) => new { trace_id = $"t{n}", span_id = "a", service_name = "web", operation = "op", kind = "server", duration_ms = duration, timestamp = "2026-03-01T10:00:00Z" })]);
        Array.Sort(durations);

        foreach (var window in new[] { "2h", "3d" })
        {
            var overview = (await project.Viewer.GetAsync($"/metrics/services/web/overview?window={window}")).Ok();
            Assert.Equal((5000, Math.Round(durations.Average(), 2), Math.Round(durations[^1], 2)), (overview.Double("total_transactions"), overview.Double("avg_response_time_ms"), overview.Double("max_ms")));
            foreach (var (field, share) in new[] { ("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99) })
            {
                var exact = durations[(int)(share * durations.Length)];
                Assert.InRange(overview.Double(field), exact / 1.19, exact * 1.19);
            }

            var satisfied = durations.Count(duration => duration < 500);
            var tolerating = durations.Count(duration => duration is >= 500 and < 1500);
            Assert.Equal(Math.Round((satisfied + (tolerating / 2.0)) / 5000, 3), overview.Double("apdex"));
        }
    }

    [Theory]
    [InlineData("/users/42", "/users/{id}")]
    [InlineData("/users/3f2504e0-4f89-11d3-9a0c-0305e82c3301/x?y=1", "/users/{id}/x")]
    [InlineData("/api/v2/oauth2/token", "/api/v2/oauth2/token")]
    [InlineData("/files/deadbeef01#top", "/files/{id}")]
    [InlineData("/orders/2026-03-01/lines", "/orders/{id}/lines")]
    [InlineData("/pay/{id}", "/pay/{id}")]
    [InlineData("GetCart", "GetCart")]
    public async Task Ids_are_taken_out_of_paths(string path, string template)
    {
        var project = server.NewProject();
        await project.SendTransactionAsync("web", 1, path: path);

        Assert.Equal(template, (await project.Viewer.GetAsync("/metrics/services/web/endpoints")).Ok().Joined("endpoint"));
    }
}
