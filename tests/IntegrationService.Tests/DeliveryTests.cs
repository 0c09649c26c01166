namespace SreCopilot.IntegrationService.Tests;

/// <summary>What is kept about deliveries, and the list of alerts.</summary>
public sealed class DeliveryTests(IntegrationServer server) : IClassFixture<IntegrationServer>
{
    [Fact]
    public async Task Every_delivery_is_kept_with_its_outcome_the_newest_first()
    {
        var source = server.NewIntegration();
        var fired = await source.FireAsync("A");
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("B"), 7]));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(400, (await source.SendAsync("{")).Code);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(400, (await source.SendAsync(TestIntegration.Alertmanager([7, 8]))).Code);

        var page = await source.Viewer.GetAsync(source.Deliveries + "?limit=3");
        var last = await source.Viewer.GetAsync(source.Deliveries + "?limit=3&page=2");

        Assert.Equal((4, 1, 3, 2), (page["total"].GetInt32(), page["page"].GetInt32(), page["limit"].GetInt32(), page["pages"].GetInt32()));
        Assert.Equal(["rejected", "rejected", "partial"], page["items"].EnumerateArray().Select(item => item.GetProperty("outcome").GetString()));
        Assert.Equal("The body is not valid JSON.", page["items"][1].GetProperty("detail").GetString());
        var first = Assert.Single(last["items"].EnumerateArray());
        Assert.Equal((fired["delivery_id"].GetGuid(), "accepted"), (first.GetProperty("id").GetGuid(), first.GetProperty("outcome").GetString()));
        Assert.Equal(fired.Incidents[0], first.GetProperty("incident_ids")[0].GetGuid());
        Assert.Equal("fired", first.GetProperty("results")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task An_empty_delivery_is_fine()
    {
        var answer = await server.NewIntegration().SendAsync(TestIntegration.Alertmanager([]));

        Assert.Equal((200, "success"), (answer.Code, answer.Text("status")));
        Assert.Empty(answer.Outcomes);
    }

    [Fact]
    public async Task More_alerts_than_a_delivery_may_have_are_rejected_and_the_others_stored()
    {
        var answer = await server.NewIntegration("generic").SendAsync(Enumerable.Range(0, 2001).Select(n => new { title = $"A{n}", group = "g" }).ToArray());

        Assert.Equal((200, "partial"), (answer.Code, answer.Text("status")));
        Assert.Equal(2000, answer.Outcomes.Count(outcome => outcome == "fired"));
        Assert.Equal("rejected", answer.Outcomes[2000]);
        Assert.Single(answer.Incidents);
    }

    [Fact]
    public async Task Alerts_are_filtered_and_limited()
    {
        var source = server.NewIntegration();
        foreach (var name in (string[])["A", "B", "C"])
        {
            await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert(name)]));
            server.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await source.ResolveAsync("B");

        Assert.Equal(["C", "B", "A"], (await source.Viewer.GetAsync(source.Alerts)).Each("alert_name"));
        Assert.Equal(["C", "A"], (await source.Viewer.GetAsync(source.Alerts + "?status=firing")).Each("alert_name"));
        Assert.Equal(["C"], (await source.Viewer.GetAsync($"{source.Alerts}?limit=1&integration_id={source.Id}&status=")).Each("alert_name"));
        Assert.Empty((await source.Viewer.GetAsync($"{source.Alerts}?integration_id={Guid.NewGuid()}")).Each("alert_name"));
        foreach (var query in (string[])["limit=0", "limit=-1", "limit=x", "limit=1001", "status=x", "integration_id=x", "limit=1&limit=2"])
        {
            Assert.Equal(422, (await source.Viewer.GetAsync($"{source.Alerts}?{query}")).Code);
        }

        foreach (var query in (string[])["limit=101", "page=0", "page=x"])
        {
            Assert.Equal(422, (await source.Viewer.GetAsync($"{source.Deliveries}?{query}")).Code);
        }
    }

    [Fact]
    public async Task A_renamed_integration_is_shown_with_its_new_name_after_its_next_webhook()
    {
        var source = server.NewIntegration();
        await source.FireAsync("A");
        source.Name = "Renamed";
        await source.FireAsync("A");

        Assert.Equal(["Renamed"], (await source.Viewer.GetAsync(source.Alerts)).Each("integration_name"));
    }

    [Fact]
    public async Task Secrets_are_stored_nowhere()
    {
        var source = server.NewIntegration();
        await source.FireAsync("A");

        foreach (var table in (string[])["sources", "alert_groups", "monitoring_alerts", "deliveries", "event_outbox"])
        {
            Assert.Equal(0L, await server.SqlAsync($"select count(*) from {table} t where t::text like '%{source.Secret}%'"));
        }
    }
}
