namespace SreCopilot.AlertingService.Tests;

/// <summary>Muting rules mute.</summary>
public sealed class MutingTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    [Fact]
    public async Task A_rule_is_given_back_as_it_was_sent()
    {
        var project = server.NewProject();
        var condition = await project.AddConditionAsync("m");

        var answer = await project.Engineer.PostAsync("/muting-rules", new
        {
            name = "Night", condition_ids = new[] { condition }, match_criteria = new { severity = TestThings.List("info") }, start_time = "2026-03-01T22:00:00+00:00Z", end_time = "2026-03-02 06:00",
            repeat = "daily",
        });

        Assert.True(answer.Code == 200, $"{answer.Body}");
        Assert.Equal(("Night", "daily", "2026-03-01T22:00:00Z", "2026-03-02T06:00:00Z"), (
            answer.Text("name"), answer.Text("repeat"), answer["start_time"].GetDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", null), answer["end_time"].GetDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ssZ", null)));
        Assert.Equal(("info", $"{condition}", true), (answer["match_criteria"].GetProperty("severity")[0].GetString(), answer["condition_ids"][0].GetString(), answer["enabled"].GetBoolean()));
        var id = answer.Id("rule_id");
        Assert.Equal("weekly", (await project.Engineer.PutAsync($"/muting-rules/{id}", new { repeat = "weekly" })).Text("repeat"));
        Assert.Equal("deleted", (await project.Engineer.DeleteAsync($"/muting-rules/{id}")).Text("status"));
        Assert.Equal(0, (await project.Viewer.GetAsync("/muting-rules")).Body.GetArrayLength());
    }

    [Theory]
    [InlineData("""{"name":"n","start_time":"yesterday"}""")]
    [InlineData("""{"name":"n","start_time":"2026-03-02","end_time":"2026-03-01"}""")]
    [InlineData("""{"name":"n","repeat":"hourly"}""")]
    [InlineData("""{"name":"n","start_time":"2026-03-01","end_time":"2026-03-03","repeat":"daily"}""")]
    [InlineData("""{"name":"n","match_criteria":{"severity":1}}""")]
    [InlineData("""{"name":"n","match_criteria":{"severity":["\ud800"]}}""")]
    [InlineData("""{"name":"n","start_time":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{}""")]
    public async Task What_makes_no_sense_is_refused(string body) =>
        Assert.Equal(400, (await server.NewProject().Engineer.SendAsync(HttpMethod.Post, "/muting-rules", body)).Code);

    [Fact]
    public async Task A_muted_alert_is_listed_but_nobody_is_told_until_the_rule_ends()
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        var (condition, metric) = await project.AddTellingAsync(receiver.Address);
        await project.Engineer.PostAsync("/muting-rules", new { name = "Maintenance", condition_ids = new[] { condition }, end_time = server.Time.GetUtcNow().AddSeconds(200) });
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);

        var alert = Assert.Single(await project.ActiveAsync());
        Assert.Equal((true, "Maintenance"), (alert.GetProperty("muted").GetBoolean(), alert.Text("muted_by")));
        Assert.Empty(receiver.Received);
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from problems where project_id = '{project.Id}'"));

        await server.EvaluateAsync(project, 200);
        await server.DeliverAsync(project);

        Assert.Equal("firing", Assert.Single(receiver.Received).Json().Text("status"));
        Assert.False(Assert.Single(await project.ActiveAsync()).GetProperty("muted").GetBoolean());
        Assert.Equal(1L, await server.SqlAsync($"select count(*) from problems where project_id = '{project.Id}'"));
    }

    [Fact]
    public async Task An_alert_that_came_and_went_muted_leaves_nothing_behind()
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        var (_, metric) = await project.AddTellingAsync(receiver.Address);
        await project.Engineer.PostAsync("/muting-rules", new { name = "All" });
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        server.Platform.Set(metric, 1);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);

        Assert.Equal("resolved", Assert.Single(await project.AlertsAsync()).Text("status"));
        Assert.Empty(receiver.Received);
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from notifications where project_id = '{project.Id}'"));
    }

    [Theory]
    [InlineData("""{"severity":"warning"}""", true)]
    [InlineData("""{"severity":["info","warning"],"service_name":"worker"}""", true)]
    [InlineData("""{"queue":"a"}""", true)]
    [InlineData("""{"queue":"b"}""", false)]
    [InlineData("""{"severity":"critical"}""", false)]
    [InlineData("""{"severity":"warning","colour":"red"}""", false)]
    public async Task Criteria_say_which(string criteria, bool isMuted)
    {
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        await project.AddConditionAsync(metric, ("group_by", TestThings.List("queue")));
        await project.Engineer.SendAsync(HttpMethod.Post, "/muting-rules", $$"""{"name":"n","match_criteria":{{criteria}}}""");
        server.Platform.Set(metric, ("""{"queue":"a"}""", 10));

        await server.EvaluateAsync(project);

        Assert.Equal(isMuted, Assert.Single(await project.ActiveAsync()).GetProperty("muted").GetBoolean());
    }

    [Fact]
    public async Task A_daily_rule_mutes_every_day_at_its_time()
    {
        var project = server.NewProject();
        var start = server.Time.GetUtcNow().AddHours(1);
        var id = await project.AddAsync("/muting-rules", "rule_id", new { name = "n", start_time = start, end_time = start.AddHours(2), repeat = "daily" });
        var active = new List<bool>();
        foreach (var hours in new[] { 0, 2, 2, 22, 2, 22 })
        {
            server.Time.Advance(TimeSpan.FromHours(hours));
            active.Add((await project.Viewer.GetAsync($"/muting-rules/{id}"))["active"].GetBoolean());
        }

        Assert.Equal([false, true, false, true, false, true], active);
    }
}
