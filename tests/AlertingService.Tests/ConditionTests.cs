namespace SreCopilot.AlertingService.Tests;

/// <summary>Conditions as the contract has them.</summary>
public sealed class ConditionTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    [Fact]
    public async Task A_condition_is_given_back_as_it_was_sent()
    {
        var project = server.NewProject();

        var created = await project.Engineer.PostAsync("/conditions", TestThings.Condition("queue_depth", ("duration_seconds", 90), ("group_by", TestThings.List("queue")), ("labels", new { zone = "a" })));

        Assert.Equal(200, created.Code);
        var shown = await project.Viewer.GetAsync($"/conditions/{created.Id("condition_id")}");
        foreach (var answer in new[] { created, shown })
        {
            Assert.Equal(("Queue is long", "queue_depth", "gt", 5, 90, "warning", "worker"), (
                answer.Text("name"), answer.Text("metric_name"), answer.Text("operator"), answer.Number("threshold"), answer.Number("duration_seconds"), answer.Text("severity"),
                answer.Text("service_name")));
            Assert.True(answer["enabled"].GetBoolean());
            Assert.EndsWith("Z", answer.Text("created_at"), StringComparison.Ordinal);
            Assert.Equal(("metric", "avg", "queue", "a"), (answer.Text("signal"), answer.Text("aggregation"), answer["group_by"][0].GetString(), answer["labels"].Text("zone")));
        }
    }

    [Fact]
    public async Task The_list_is_the_projects_newest_first_and_can_be_filtered()
    {
        var project = server.NewProject();
        var first = await project.AddConditionAsync("m");
        server.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await project.AddConditionAsync("m", ("service_name", "api"), ("enabled", false));
        await server.NewProject().AddConditionAsync("m");

        Assert.Equal([$"{second}", $"{first}"], (await project.Viewer.GetAsync("/conditions")).Each("condition_id"));
        Assert.Equal([$"{second}"], (await project.Viewer.GetAsync("/conditions?service_name=api")).Each("condition_id"));
        Assert.Equal([$"{first}"], (await project.Viewer.GetAsync("/conditions?enabled=yes")).Each("condition_id"));
        Assert.Equal([$"{second}"], (await project.Viewer.GetAsync("/conditions?enabled=0")).Each("condition_id"));
        Assert.Equal(2, (await project.Viewer.GetAsync("/conditions?limit=1")).Total);
        Assert.Equal(400, (await project.Viewer.GetAsync("/conditions?enabled=maybe")).Code);
    }

    [Fact]
    public async Task A_change_changes_what_it_names()
    {
        var project = server.NewProject();
        var id = await project.AddConditionAsync("m");

        var changed = await project.Engineer.SendAsync(HttpMethod.Put, $"/conditions/{id}", """{"threshold":7.5,"name":null}""");

        Assert.Equal((200, 7.5, "Queue is long"), (changed.Code, changed["threshold"].GetDouble(), changed.Text("name")));
        Assert.Equal(200, (await project.Engineer.SendAsync(HttpMethod.Put, $"/conditions/{id}", "{}")).Code);
        Assert.Equal(400, (await project.Engineer.PutAsync($"/conditions/{id}", new { @operator = "above" })).Code);
        Assert.Equal(("deleted", id), ((await project.Engineer.DeleteAsync($"/conditions/{id}")) is var gone ? gone.Text("status") : null, gone.Id("condition_id")));
        Assert.Equal(404, (await project.Viewer.GetAsync($"/conditions/{id}")).Code);
        Assert.Equal(404, (await project.Engineer.DeleteAsync($"/conditions/{id}")).Code);
    }

    [Theory]
    [InlineData("name", null)]
    [InlineData("name", "")]
    [InlineData("metric_name", null)]
    [InlineData("service_name", null)]
    [InlineData("operator", ">")]
    [InlineData("threshold", null)]
    [InlineData("duration_seconds", 0)]
    [InlineData("duration_seconds", 86_401)]
    [InlineData("severity", "high")]
    [InlineData("signal", "trace")]
    [InlineData("signal", "slo")]
    [InlineData("aggregation", "p42")]
    [InlineData("query", "level:error")]
    [InlineData("hold_seconds", -1)]
    [InlineData("no_data", "panic")]
    public async Task What_makes_no_sense_is_named(string field, object? value)
    {
        var body = TestThings.Condition("m");
        body.Remove(field);
        if (value is not null)
        {
            body[field] = value;
        }

        var answer = await server.NewProject().Engineer.PostAsync("/conditions", body);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.NotEmpty(answer.Detail);
    }

    [Theory]
    [InlineData("log", null, "log_count", "count")]
    [InlineData("error", null, "error_count", "count")]
    [InlineData("trace", "error_rate", "error_rate", "avg")]
    [InlineData("host", "cpu_percent", "cpu_percent", "avg")]
    public async Task Every_signal_has_its_own_words(string signal, string? metric, string expected, string aggregation)
    {
        var body = TestThings.Condition(metric ?? "");
        body["signal"] = signal;
        if (metric is null)
        {
            body.Remove("metric_name");
        }

        var answer = await server.NewProject().Engineer.PostAsync("/conditions", body);

        Assert.True(answer.Code == 200, $"{answer.Body}");
        Assert.Equal((expected, aggregation), (answer.Text("metric_name"), answer.Text("aggregation")));
    }

    [Fact]
    public async Task A_preview_says_what_would_have_fired()
    {
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        server.Platform.Set(metric, 10);

        var preview = await project.Engineer.PostAsync("/conditions/preview", new { condition = TestThings.Condition(metric), hours = 2 });

        Assert.True(preview.Code == 200, $"{preview.Body}");
        Assert.Equal((30, 240), (preview.Number("step_seconds"), preview["points"].GetArrayLength()));
        var alert = Assert.Single(preview["alerts"].EnumerateArray());
        Assert.Equal((10, System.Text.Json.JsonValueKind.Null), (alert.GetProperty("value").GetInt32(), alert.GetProperty("resolved_at").ValueKind));
        Assert.Equal(0, await server.SqlAsync($"select count(*)::int from alerts where project_id = '{project.Id}'"));
        Assert.Equal(400, (await project.Engineer.PostAsync("/conditions/preview", new { hours = 2 })).Code);
    }
}
