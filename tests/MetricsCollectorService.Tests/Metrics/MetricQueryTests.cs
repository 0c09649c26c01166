namespace SreCopilot.MetricsCollectorService.Tests.Metrics;

/// <summary><c>GET /metrics/query</c> and roll-ups: the same question has the same answer from points, minutes and hours.</summary>
public sealed class MetricQueryTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task Aggregations_and_groups()
    {
        var project = server.NewProject();
        await SendAsync(project, "temperature", "gauge", ("a", "10:00:00", 10), ("a", "10:00:30", 20), ("b", "10:00:15", 40), ("b", "10:01:00", 1));

        Assert.Equal("10:00:00=23.3333 10:01:00=1", await AskAsync(project, "aggregation=avg"));
        Assert.Equal("10:00:00=55 10:01:00=1", await AskAsync(project, "aggregation=sum"));
        Assert.Equal("10:00:00=10 10:01:00=1", await AskAsync(project, "aggregation=min"));
        Assert.Equal("10:00:00=40 10:01:00=1", await AskAsync(project, "aggregation=max"));
        Assert.Equal("10:00:00=3 10:01:00=1", await AskAsync(project, "aggregation=count"));
        Assert.Equal("10:00:00=15 | 10:00:00=40 10:01:00=1", await AskAsync(project, "group_by=room"));
        Assert.Equal("10:00:00=15 | 10:00:00=40 10:01:00=1", await AskAsync(project, "group_by=*"));
        Assert.Equal("10:00:00=15", await AskAsync(project, "label.room=a"));
        Assert.Equal("10:00:00=20 10:01:00=1", await AskAsync(project, "aggregation=p50"));
        var names = (await project.Viewer.GetAsync("/metrics/names")).Ok();
        Assert.Equal(("temperature", "2"), (names.Joined("name"), names.Joined("series")));
        Assert.Equal("room", (await project.Viewer.GetAsync("/metrics/labels?metric=temperature")).Ok().Joined("label"));
        Assert.Equal("""["a","b"]""", (await project.Viewer.GetAsync("/metrics/label-values?label=room")).Ok().Body.ToString());
        Assert.Equal("""["s"]""", (await project.Viewer.GetAsync("/metrics/label-values?label=service")).Ok().Body.ToString());

        static Task<string> AskAsync(TestProject project, string query) => MetricIngestTests.QueryAsync(project, $"metric=temperature&step=60&{query}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("metric=m&aggregation=median")]
    [InlineData("metric=m&step=0")]
    [InlineData("metric=m&step=1&window=30d")]
    [InlineData("metric=m&time_from=x")]
    [InlineData("metric=m&limit=100000")]
    [InlineData("metric=m&window=10000d")]
    public async Task What_cannot_be_answered_is_said(string query) =>
        Assert.Equal(400, (await server.NewProject().Viewer.GetAsync($"/metrics/query?{query}")).Code);

    [Fact]
    public async Task A_long_chart_reads_roll_ups_and_comes_to_the_same()
    {
        var project = server.NewProject();
        var random = new Random(7);
        var counter = 0.0;
        var points = new List<object>();
        for (var i = 0; i < 26 * 60; i += 7)
        {
            counter = i % 500 == 0 ? 3 : counter + random.Next(10);
            var time = new DateTimeOffset(2026, 2, 26, 3, 0, 0, TimeSpan.Zero).AddMinutes(i);
            points.Add(new { service_name = "s", metric_name = "g", value = random.Next(100), timestamp = time.ToString("O") });
            points.Add(Remote(time, counter));
        }

        (await project.Key.PostAsync("/metrics/ingest", new { metrics = points.Where(point => point is not (DateTimeOffset, double)) })).Ok();
        await RemoteWriteTests.WriteAsync(project, points.OfType<(DateTimeOffset, double)>().Select(one => ("c_total", "job", "s", one.Item2, one.Item1)));
        await RolledUpAsync();

        foreach (var (metric, aggregation) in new[] { ("g", "avg"), ("g", "min"), ("g", "max"), ("g", "count"), ("c_total", "increase"), ("c_total", "rate") })
        {
            const string Range = "time_from=2026-02-26T00:00:00Z&time_to=2026-02-28T00:00:00Z";
            // Short ranges within are answered from points.
            var raw = string.Join(' ', await Task.WhenAll(Enumerable.Range(0, 48).Select(hour => new DateTimeOffset(2026, 2, 26, 0, 0, 0, TimeSpan.Zero).AddHours(hour)).Select(hour =>
                MetricIngestTests.QueryAsync(project, $"metric={metric}&aggregation={aggregation}&step=3600&time_from={hour:yyyy-MM-ddTHH:mm:ssZ}&time_to={hour.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}"))));
            var minutes = await MetricIngestTests.QueryAsync(project, $"metric={metric}&aggregation={aggregation}&step=3600&{Range}");
            var hours = await MetricIngestTests.QueryAsync(project, $"metric={metric}&aggregation={aggregation}&step=3600&time_from=2026-02-20T00:00:00Z&time_to=2026-02-28T00:00:00Z");

            Assert.Equal(string.Join(' ', raw.Split(' ', StringSplitOptions.RemoveEmptyEntries)), minutes);
            Assert.Equal(minutes, hours);
        }

        Assert.Equal("minute", (await project.Viewer.GetAsync("/metrics/query?metric=g&step=3600&time_from=2026-02-26T00:00:00Z&time_to=2026-02-28T00:00:00Z")).Ok().Text("resolution"));
        Assert.Equal("hour", (await project.Viewer.GetAsync("/metrics/query?metric=g&window=30d")).Ok().Text("resolution"));

        static object Remote(DateTimeOffset time, double value) => (time, value);
    }

    [Fact]
    public async Task Late_points_change_what_was_rolled_up()
    {
        var project = server.NewProject();
        await SendAsync(project, "late", "gauge", ("a", "05:00:00", 10));
        await RolledUpAsync();
        await SendAsync(project, "late", "gauge", ("a", "05:30:00", 30));
        await RolledUpAsync();

        Assert.Equal("05:00:00=20", await MetricIngestTests.QueryAsync(project, "metric=late&step=3600&window=10d"));
    }

    [Fact]
    public async Task A_query_reads_only_the_partitions_and_series_that_it_is_about()
    {
        var project = server.NewProject();
        await SendAsync(project, "plan", "gauge", ("a", "05:00:00", 10));
        var plan = (string)(await server.SqlAsync("""
            set enable_seqscan = off;
            create or replace function pg_temp.plan() returns text language plpgsql as $$ declare line text; lines text := ''; begin
              for line in execute 'explain select value from metric_points where series_id = any(''{1,2}'') and time >= ''2026-03-01T05:00Z'' and time < ''2026-03-01T06:00Z''' loop lines := lines || line || E'\n'; end loop;
              return lines; end $$;
            select pg_temp.plan()
            """))!;

        Assert.Contains("metric_points_20260301_series_id_time_idx", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("metric_points_20260302", plan, StringComparison.Ordinal);
    }

    private Task RolledUpAsync() => Wait.UntilAsync(async () => (long)(await server.SqlAsync("select count(*) from metric_changed_hours where hour < '2026-03-01T10:00Z'"))! == 0);

    private static async Task SendAsync(TestProject project, string name, string type, params (string Room, string Time, double Value)[] points) =>
        (await project.Key.PostAsync("/metrics/ingest", new
        {
            metrics = points.Select(point => new { service_name = "s", metric_name = name, metric_type = type, value = point.Value, tags = new { room = point.Room }, timestamp = $"2026-03-01T{point.Time}Z" }),
        })).Ok();
}
