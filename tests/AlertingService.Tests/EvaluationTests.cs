namespace SreCopilot.AlertingService.Tests;

/// <summary>From values to alerts.</summary>
public sealed class EvaluationTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    [Fact]
    public async Task An_alert_fires_once_and_is_over_when_values_are_fine()
    {
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        var condition = await project.AddConditionAsync(metric);
        server.Platform.Set(metric, 10);

        await server.EvaluateAsync(project);
        server.Platform.Set(metric, 12);
        await server.EvaluateAsync(project);

        var alert = Assert.Single(await project.ActiveAsync());
        Assert.Equal(
            ($"{condition}", "Queue is long", "warning", "firing", "worker", 12, 5),
            (alert.Text("condition_id"), alert.Text("condition_name"), alert.Text("severity"), alert.Text("status"), alert.Text("service_name"),
            alert.GetProperty("current_value").GetInt32(), alert.GetProperty("threshold").GetInt32()));
        Assert.Contains("> 5; measured: 10.00", alert.Text("message"), StringComparison.Ordinal);
        Assert.Equal((alert.Text("condition_name"), alert.Text("fired_at"), "worker"), (alert.Text("alertname"), alert.Text("startsAt"), alert.Text("service")));

        server.Platform.Set(metric, 5);
        await server.EvaluateAsync(project);

        Assert.Empty(await project.ActiveAsync());
        Assert.Equal(("resolved", true), (Assert.Single(await project.AlertsAsync()) is var past ? past.Text("status") : null, past.Text("resolved_at")!.EndsWith('Z')));
        var events = await server.EventsAsync(project, 2);
        Assert.Equal(["alert.fired", "alert.resolved"], events.Select(one => one.Type));
        Assert.Equal(("Queue is long", "worker", "warning"), (events[0].Data.Text("alertname"), events[0].Data.GetProperty("labels").Text("service"), events[0].Data.Text("severity")));
    }

    [Fact]
    public async Task Values_must_breach_for_the_hold_time_and_be_fine_for_the_recovery_time()
    {
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        await project.AddConditionAsync(metric, ("hold_seconds", 120), ("recovery_seconds", 120));
        var story = new List<int>();
        foreach (var value in new[] { 10, 10, 0, 10, 10, 10, 0, 10, 0, 0, 0 })
        {
            server.Platform.Set(metric, value);
            await server.EvaluateAsync(project);
            story.Add((await project.ActiveAsync()).Count);
        }

        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0], story);
    }

    [Fact]
    public async Task Every_series_has_alerts_of_its_own()
    {
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        await project.AddConditionAsync(metric, ("group_by", TestThings.List("queue")));
        server.Platform.Set(metric, ("""{"queue":"a"}""", 10), ("""{"queue":"b"}""", 1), ("""{"queue":"c"}""", 20));
        await server.EvaluateAsync(project);
        Assert.Equal(["a", "c"], (await project.ActiveAsync()).Select(alert => alert.GetProperty("labels").Text("queue")).Order());

        server.Platform.Set(metric, ("""{"queue":"a"}""", 1), ("""{"queue":"b"}""", 30), ("""{"queue":"c"}""", 20));
        await server.EvaluateAsync(project);

        Assert.Equal(["b", "c"], (await project.ActiveAsync()).Select(alert => alert.GetProperty("labels").Text("queue")).Order());
    }

    [Theory]
    [InlineData("resolve", 0)]
    [InlineData("keep", 1)]
    [InlineData("alert", 2)]
    public async Task Silence_means_what_the_condition_says(string word, int active)
    {
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        await project.AddConditionAsync(metric, ("no_data", word), ("no_data_seconds", 120));
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        server.Platform.Forget(metric);
        await server.EvaluateAsync(project);
        await server.EvaluateAsync(project);
        Assert.Single(await project.ActiveAsync());

        await server.EvaluateAsync(project);

        Assert.Equal(active, (await project.ActiveAsync()).Count);
        if (word == "alert")
        {
            Assert.Contains("no_data", (await project.ActiveAsync()).Select(alert => alert.Text("reason")));
            server.Platform.Set(metric, 1);
            await server.EvaluateAsync(project);
            Assert.Empty(await project.ActiveAsync());
        }
    }

    [Fact]
    public async Task Lines_that_stop_coming_are_none()
    {
        var project = server.NewProject();
        var query = $"\"{TestThings.NewMetric()}\"";
        await project.AddConditionAsync("log_count", ("signal", "log"), ("query", query), ("group_by", TestThings.List("service")));
        server.Platform.Set(query, ("""{"service":"api"}""", 10));
        await server.EvaluateAsync(project);
        Assert.Single(await project.ActiveAsync());

        server.Platform.Forget(query);
        await server.EvaluateAsync(project);

        Assert.Empty(await project.ActiveAsync());
    }

    [Fact]
    public async Task When_nobody_can_look_nothing_changes_and_the_condition_says_why()
    {
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        var id = await project.AddConditionAsync(metric, ("no_data", "alert"), ("no_data_seconds", 60));
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);

        server.Platform.IsAway = true;
        for (var minute = 0; minute < 5; minute++)
        {
            await server.EvaluateAsync(project);
        }

        Assert.Equal("firing", Assert.Single(await project.ActiveAsync()).Text("status"));
        Assert.Contains("metrics-collector-service", (await project.Viewer.GetAsync($"/conditions/{id}")).Text("last_problem"), StringComparison.Ordinal);
        server.Platform.IsAway = false;
        await server.EvaluateAsync(project);
        Assert.Single(await project.ActiveAsync());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await project.Viewer.GetAsync($"/conditions/{id}"))["last_problem"].ValueKind);
    }

    [Fact]
    public async Task After_a_long_pause_each_condition_is_judged_once_and_holds_begin_anew()
    {
        var project = server.NewProject();
        var (metric, slow) = (TestThings.NewMetric(), TestThings.NewMetric());
        await project.AddConditionAsync(metric);
        await project.AddConditionAsync(slow, ("hold_seconds", 300));
        server.Platform.Set(metric, 1);
        server.Platform.Set(slow, 10);
        await server.EvaluateAsync(project);
        var asked = server.Platform.Questions.Count(question => question.Text("metric") == metric);

        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project, 3 * 3600);

        Assert.Equal(asked + 1, server.Platform.Questions.Count(question => question.Text("metric") == metric));
        Assert.Equal("Queue is long", Assert.Single(await project.ActiveAsync()).Text("condition_name"));
    }

    [Fact]
    public async Task Many_conditions_of_a_project_are_asked_about_in_few_requests()
    {
        var project = server.NewProject();
        for (var number = 0; number < 60; number++)
        {
            await project.AddConditionAsync(TestThings.NewMetric());
        }

        await server.EvaluateAsync(project, 120);
        var (requests, questions) = (server.Platform.Requests, server.Platform.Questions.Count);
        await server.EvaluateAsync(project, 120);

        Assert.True(server.Platform.Questions.Count - questions >= 60);
        Assert.True(server.Platform.Requests - requests <= 15, $"{server.Platform.Requests - requests} requests");
    }

    [Fact]
    public async Task What_is_no_longer_watched_is_over()
    {
        var project = server.NewProject();
        var ids = new List<Guid>();
        foreach (var metric in Enumerable.Range(0, 3).Select(_ => TestThings.NewMetric()))
        {
            ids.Add(await project.AddConditionAsync(metric));
            server.Platform.Set(metric, 10);
        }

        await server.EvaluateAsync(project);
        Assert.Equal(3, (await project.ActiveAsync()).Count);

        await project.Engineer.PutAsync($"/conditions/{ids[0]}", new { enabled = false });
        await project.Engineer.PutAsync($"/conditions/{ids[1]}", new { metric_name = "another" });
        await project.Engineer.DeleteAsync($"/conditions/{ids[2]}");

        Assert.Empty(await project.ActiveAsync());
        Assert.Equal(3, (await project.AlertsAsync()).Count(alert => alert.Text("status") == "resolved"));
        Assert.Single(await project.AlertsAsync(), alert => alert.Text("condition_id")!.Length == 0);
    }

    [Fact]
    public async Task An_alert_can_be_acknowledged()
    {
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        await project.AddConditionAsync(metric);
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        var id = Assert.Single(await project.ActiveAsync()).Text("alert_id");

        var answer = await project.Engineer.PostAsync($"/alerts/{id}/acknowledge", new { });

        Assert.Equal((200, "acknowledged", "engineer@acme.example"), (answer.Code, answer.Text("status"), answer.Text("acknowledged_by")));
        Assert.Equal(200, (await project.Engineer.PostAsync($"/alerts/{id}/acknowledge", new { })).Code);
        server.Platform.Set(metric, 1);
        await server.EvaluateAsync(project);
        Assert.Equal("resolved", Assert.Single(await project.AlertsAsync()).Text("status"));
    }
}
