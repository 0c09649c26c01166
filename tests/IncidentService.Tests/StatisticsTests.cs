namespace SreCopilot.IncidentService.Tests;

public sealed class StatisticsTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    [Fact]
    public async Task Every_incident_is_counted_once_by_severity_and_by_state()
    {
        var project = server.NewProject();
        foreach (var (severity, state) in new[] { ("critical", "detected"), ("high", "acknowledged"), ("high", "investigating"), ("low", "mitigated"), ("low", "resolved"), ("medium", "closed") })
        {
            var incident = await project.AddIncidentAsync(severity: severity);
            if (state != "detected")
            {
                server.Time.Advance(TimeSpan.FromSeconds(60));
                await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state });
            }
        }

        var answer = await project.Viewer.GetAsync("/incidents-stats");

        Assert.Equal(6, answer.Number("total"));
        Assert.Equal("""{"critical":1,"high":2,"medium":1,"low":2}""", answer["by_severity"].ToString());
        Assert.Equal("""{"open":1,"detected":1,"acknowledged":1,"investigating":1,"mitigated":1,"resolved":1,"learned":0,"closed":1}""", answer["by_state"].ToString());
        Assert.Equal((6, 2, "UTC"), (answer.Number("detected_today"), answer.Number("resolved_today"), answer.Text("timezone")));
        Assert.Equal((60, 60), (answer["mean_time_to_acknowledge_seconds"].GetDouble(), answer["mean_time_to_resolve_seconds"].GetDouble()));
    }

    [Fact]
    public async Task A_project_without_incidents_has_zeros()
    {
        var answer = await server.NewProject().Viewer.GetAsync("/incidents-stats");

        Assert.Equal(0, answer.Number("total"));
        Assert.Equal("""{"critical":0,"high":0,"medium":0,"low":0}""", answer["by_severity"].ToString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer["mean_time_to_resolve_seconds"].ValueKind);
    }

    [Theory]
    // 2026-03-01T23:30Z is March 2 in Auckland and March 1 in New York.
    [InlineData("UTC", "2026-03-01", 0)]
    [InlineData("Pacific/Auckland", "2026-03-02", 1)]
    [InlineData("America/New_York", "2026-03-01", 0)]
    public async Task The_timeline_ends_today_where_the_project_is(string timezone, string today, int todayCount)
    {
        await using var later = await LaterAsync();
        var project = later.NewProject(timezone);
        Set(later, new DateTimeOffset(2026, 3, 1, 10, 30, 0, TimeSpan.Zero));
        await project.AddIncidentAsync();
        Set(later, new DateTimeOffset(2026, 3, 1, 23, 30, 0, TimeSpan.Zero));
        if (todayCount == 1)
        {
            await project.AddIncidentAsync();
        }

        var answer = await project.Viewer.GetAsync("/incidents-timeline?days=3");

        Assert.Equal((3, today, timezone), (answer.Number("days"), answer.Text("end_date"), answer.Text("timezone")));
        var days = answer["timeline"].EnumerateArray().Select(day => $"{day.GetProperty("date")}={day.GetProperty("count")}").ToList();
        Assert.Equal(3, days.Count);
        Assert.Equal(answer.Text("start_date"), days[0][..10]);
        Assert.Equal(today, days[2][..10]);
        Assert.Contains("2026-03-01=1", days);
        Assert.Equal(1 + todayCount, days.Sum(day => int.Parse(day[11..], null)));
        Assert.Equal(timezone == "Pacific/Auckland" ? 1 : 1 + todayCount, (await project.Viewer.GetAsync("/incidents-stats")).Number("detected_today"));
    }

    [Fact]
    public async Task A_day_says_how_fast_people_were_with_what_was_detected_on_it()
    {
        await using var later = await LaterAsync();
        var project = later.NewProject();
        Set(later, new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));
        var (first, second) = (await project.AddIncidentAsync(), await project.AddIncidentAsync());
        later.Time.Advance(TimeSpan.FromSeconds(60));
        await project.Engineer.PatchAsync($"/incidents/{first}/state", new { state = "acknowledged" });
        later.Time.Advance(TimeSpan.FromSeconds(60));
        await project.Engineer.PatchAsync($"/incidents/{second}/state", new { state = "acknowledged" });
        // The next day; it counts for the day on which the incident was detected.
        later.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(120));
        await project.Engineer.PatchAsync($"/incidents/{first}/state", new { state = "resolved" });

        var days = (await project.Viewer.GetAsync("/incidents-timeline?days=2"))["timeline"];

        Assert.Equal((90, 86_400), (days[0].GetProperty("mean_time_to_acknowledge_seconds").GetDouble(), days[0].GetProperty("mean_time_to_resolve_seconds").GetDouble()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, days[1].GetProperty("mean_time_to_resolve_seconds").ValueKind);
    }

    [Fact]
    public async Task A_day_on_which_clocks_change_is_one_day()
    {
        await using var later = await LaterAsync();
        // March 29, 2026 has 23 hours in Berlin: from 23:00Z to 22:00Z.
        var project = later.NewProject("Europe/Berlin");
        foreach (var (day, hour, minute) in new[] { (28, 22, 59), (28, 23, 0), (29, 21, 59), (29, 22, 0) })
        {
            Set(later, new DateTimeOffset(2026, 3, day, hour, minute, 0, TimeSpan.Zero));
            await project.AddIncidentAsync();
        }

        var answer = await project.Viewer.GetAsync("/incidents-timeline?days=3");

        Assert.Equal(["2026-03-28=1", "2026-03-29=2", "2026-03-30=1"], answer["timeline"].EnumerateArray().Select(day => $"{day.GetProperty("date")}={day.GetProperty("count")}"));
    }

    [Theory]
    [InlineData("", 7)]
    [InlineData("?days=1", 1)]
    [InlineData("?days=365", 365)]
    public async Task The_timeline_has_an_entry_for_every_day(string query, int days) =>
        Assert.Equal(days, (await server.NewProject().Viewer.GetAsync($"/incidents-timeline{query}"))["timeline"].GetArrayLength());

    [Theory]
    [InlineData("0")]
    [InlineData("366")]
    [InlineData("week")]
    public async Task Days_out_of_range_are_refused(string days) =>
        Assert.Equal(422, (await server.NewProject().Viewer.GetAsync($"/incidents-timeline?days={days}")).Code);

    [Fact]
    public async Task A_changed_time_zone_counts_within_a_minute_and_is_remembered_in_an_outage()
    {
        var project = server.NewProject("Europe/Berlin");
        Assert.Equal("Europe/Berlin", (await project.Viewer.GetAsync("/incidents-stats")).Text("timezone"));
        project.Timezone = "Asia/Tokyo";
        server.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("Asia/Tokyo", (await project.Viewer.GetAsync("/incidents-stats")).Text("timezone"));

        server.Projects.TryRemove(project.Id, out _);
        server.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("Asia/Tokyo", (await project.Viewer.GetAsync("/incidents-stats")).Text("timezone"));
    }

    private async Task<IncidentServer> LaterAsync()
    {
        var later = new IncidentServer(server.Postgres);
        await later.InitializeAsync();
        return later;
    }

    private static void Set(IncidentServer server, DateTimeOffset time) => server.Time.Advance(time - server.Time.GetUtcNow());
}
