namespace SreCopilot.AlertingService.Tests;

/// <summary>Policies: who is told, and which incidents there are.</summary>
public sealed class PolicyTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    [Fact]
    public async Task A_policy_is_given_back_as_it_was_sent()
    {
        var project = server.NewProject();
        var condition = await project.AddConditionAsync("m");
        var channel = await project.AddWebhookAsync("http://127.0.0.1:9/");

        var id = await project.AddPolicyAsync([condition], [channel], "per_policy");

        var shown = (await project.Viewer.GetAsync("/policies")).Body[0];
        Assert.Equal(($"{id}", "Shop", "", "per_policy", true), (
            shown.Text("policy_id"), shown.Text("name"), shown.Text("description"), shown.Text("incident_preference"), shown.GetProperty("enabled").GetBoolean()));
        Assert.Equal(($"{condition}", $"{channel}"), (shown.GetProperty("condition_ids")[0].GetString(), shown.GetProperty("channel_ids")[0].GetString()));
        var changed = await project.Engineer.PutAsync($"/policies/{id}", new { condition_ids = Array.Empty<Guid>(), enabled = false });
        Assert.Equal((0, 1, false), (changed["condition_ids"].GetArrayLength(), changed["channel_ids"].GetArrayLength(), changed["enabled"].GetBoolean()));
        Assert.Equal("deleted", (await project.Engineer.DeleteAsync($"/policies/{id}")).Text("status"));
        Assert.Equal(404, (await project.Viewer.GetAsync($"/policies/{id}")).Code);
        Assert.Equal(200, (await project.Viewer.GetAsync($"/conditions/{condition}")).Code);
    }

    [Fact]
    public async Task A_policy_cannot_reach_into_another_project()
    {
        var (project, other) = (server.NewProject(), server.NewProject());
        var (condition, channel) = (await other.AddConditionAsync("m"), await other.AddWebhookAsync("http://127.0.0.1:9/"));

        Assert.Equal(400, (await project.Engineer.PostAsync("/policies", new { name = "n", condition_ids = new[] { condition } })).Code);
        Assert.Equal(400, (await project.Engineer.PostAsync("/policies", new { name = "n", channel_ids = new[] { channel } })).Code);
        Assert.Equal(0, (await project.Viewer.GetAsync("/policies")).Body.GetArrayLength());
    }

    [Theory]
    [InlineData("per_condition", 2)]
    [InlineData("per_policy", 1)]
    public async Task Alerts_open_incidents_join_them_and_resolve_them(string preference, int count)
    {
        var project = server.NewProject();
        var (one, two, name) = (TestThings.NewMetric(), TestThings.NewMetric(), $"N{Guid.NewGuid():N}");
        var conditions = new[] { await project.AddConditionAsync(one, ("name", name), ("severity", "info")), await project.AddConditionAsync(two, ("name", name), ("severity", "critical")) };
        await project.AddPolicyAsync(conditions, [], preference);
        server.Platform.Set(one, 10);
        await server.EvaluateAsync(project);
        await server.ReportAsync(project);
        Assert.Equal("low", Assert.Single(server.Platform.IncidentsOf(name)).Severity);

        server.Platform.Set(two, 10);
        await server.EvaluateAsync(project);
        await server.ReportAsync(project);
        Assert.Equal(count, server.Platform.IncidentsOf(name).Count);
        Assert.Equal(count, (await project.ActiveAsync()).Select(alert => alert.Text("incident_id")).Distinct().Count());

        server.Platform.Set(one, 1);
        await server.EvaluateAsync(project);
        await server.ReportAsync(project);
        Assert.Equal(count - 1, server.Platform.IncidentsOf(name).Count(incident => incident.IsResolved));

        server.Platform.Set(two, 1);
        await server.EvaluateAsync(project);
        await Wait.UntilAsync(() => server.Platform.IncidentsOf(name).TrueForAll(incident => incident.IsResolved));
        Assert.Equal(count, server.Platform.IncidentsOf(name).Count);
    }

    [Fact]
    public async Task An_incident_waits_for_incident_service()
    {
        var project = server.NewProject();
        var (metric, name) = (TestThings.NewMetric(), $"N{Guid.NewGuid():N}");
        await project.AddPolicyAsync([await project.AddConditionAsync(metric, ("name", name))], []);
        server.Platform.Set(metric, 10);
        server.Platform.RefusesIncidents = true;
        await server.EvaluateAsync(project);
        await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"select count(*) from problems where project_id = '{project.Id}' and attempts > 0"))! == 1);
        Assert.Empty(server.Platform.IncidentsOf(name));

        server.Platform.RefusesIncidents = false;

        await Wait.UntilAsync(() =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(5));
            return server.Platform.IncidentsOf(name).Count == 1;
        });
    }

    [Fact]
    public async Task A_disabled_policy_tells_nobody()
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        var (condition, metric) = await project.AddTellingAsync(receiver.Address);
        var policy = (await project.Viewer.GetAsync("/policies")).Body[0].Text("policy_id");
        await project.Engineer.PutAsync($"/policies/{policy}", new { enabled = false });
        server.Platform.Set(metric, 10);

        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);

        Assert.Single(await project.ActiveAsync());
        Assert.Empty(receiver.Received);
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from problems where project_id = '{project.Id}'"));
        Assert.NotEqual(Guid.Empty, condition);
    }

    [Fact]
    public async Task A_policy_that_comes_after_the_alert_tells_of_it_once()
    {
        await using var receiver = await TestBackend.StartAsync();
        await using var late = await TestBackend.StartAsync();
        var project = server.NewProject();
        var (metric, name) = (TestThings.NewMetric(), $"N{Guid.NewGuid():N}");
        var condition = await project.AddConditionAsync(metric, ("name", name));
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        Assert.Single(await project.ActiveAsync());

        var first = await project.AddWebhookAsync(receiver.Address);
        var policy = await project.AddPolicyAsync([condition], [first]);
        await server.DeliverAsync(project);
        await server.ReportAsync(project);
        Assert.Single(receiver.Received);
        Assert.Single(server.Platform.IncidentsOf(name));

        await project.Engineer.PutAsync($"/policies/{policy}", new { channel_ids = new[] { first, await project.AddWebhookAsync(late.Address) }, incident_preference = "per_policy" });
        await server.DeliverAsync(project);
        await server.ReportAsync(project);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);
        Assert.Single(receiver.Received);
        Assert.Single(late.Received);
        Assert.Single(server.Platform.IncidentsOf(name));
        Assert.Equal(1L, await server.SqlAsync($"select count(*) from problems where project_id = '{project.Id}'"));

        server.Platform.Set(metric, 1);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);
        Assert.Equal(("resolved", "resolved"), (receiver.Received.Last().Json().Text("status"), late.Received.Last().Json().Text("status")));
        await Wait.UntilAsync(() => server.Platform.IncidentsOf(name).TrueForAll(incident => incident.IsResolved));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_that_is_enabled_tells_of_what_fires_and_is_not_muted(bool isMuted)
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        var (_, metric) = await project.AddTellingAsync(receiver.Address);
        var policy = (await project.Viewer.GetAsync("/policies")).Body[0].Text("policy_id");
        await project.Engineer.PutAsync($"/policies/{policy}", new { enabled = false });
        if (isMuted)
        {
            Assert.Equal(200, (await project.Engineer.PostAsync("/muting-rules", new { name = "Works" })).Code);
        }

        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);
        Assert.Empty(receiver.Received);

        await project.Engineer.PutAsync($"/policies/{policy}", new { enabled = true });
        await server.DeliverAsync(project);

        Assert.Equal(isMuted ? 0 : 1, receiver.Received.Count);
        Assert.Equal(isMuted ? 0L : 1L, await server.SqlAsync($"select count(*) from problems where project_id = '{project.Id}'"));
    }
}
