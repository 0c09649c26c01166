namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>What metrics-collector-service gets when it is away, slow or says no: everything, later.</summary>
public sealed class DeliveryTests(CicdServer server) : IClassFixture<CicdServer>, IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        (server.Collector.Status, server.Collector.StoryStatus) = (200, 200);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task Nothing_is_lost_while_the_collector_does_not_take_it(int status)
    {
        var project = server.NewProject();
        var hook = (await project.Admin.PostAsync("/deployment-hook", new { })).Text("webhook_secret")!;
        server.Collector.Status = status;
        var received = server.Collector.Received.Count;

        for (var n = 0; n < 5; n++)
        {
            Assert.Equal(200, (await server.SendWebhookAsync($"/webhooks/generic/{project.Id}", $$"""{"service":"web","version":"{{n}}","id":"{{n}}"}""", [("X-Webhook-Secret", hook)])).Code);
        }

        await Wait.UntilAsync(() => server.Collector.Received.Count >= received + 5);
        Assert.Empty(server.Collector.Of(project.Id));
        server.Collector.Status = 200;
        // The pause that failures make grows to two minutes, and to an hour for what was refused.
        await Wait.UntilAsync(async () =>
        {
            server.Time.Advance(TimeSpan.FromMinutes(10));
            return server.Collector.Of(project.Id).Count() == 5 && (await project.DeploymentsAsync()).Count == 5;
        });
    }

    [Fact]
    public async Task A_deployment_is_told_to_incidents_too_and_an_outage_there_holds_up_nobody_else()
    {
        var project = server.NewProject();
        var hook = (await project.Admin.PostAsync("/deployment-hook", new { })).Text("webhook_secret")!;
        server.Collector.StoryStatus = 503;

        Assert.Equal(200, (await server.SendWebhookAsync($"/webhooks/generic/{project.Id}", """{"service":"web","version":"7","id":"7","url":"https://ci.example/7","deployed_by":"ana"}""", [("X-Webhook-Secret", hook)])).Code);

        await Wait.UntilAsync(() => server.Collector.Of(project.Id).Any());
        Assert.DoesNotContain(server.Collector.Told, pair => pair.Key.Project == project.Id);
        server.Collector.StoryStatus = 200;
        await Wait.UntilAsync(() =>
        {
            server.Time.Advance(TimeSpan.FromMinutes(3));
            return Task.FromResult(server.Collector.Told.Any(pair => pair.Key.Project == project.Id));
        });

        var stored = Assert.Single(await project.DeploymentsAsync());
        var told = Assert.Single(server.Collector.Told, pair => pair.Key.Project == project.Id).Value;
        Assert.Equal(stored.GetProperty("external_id").GetString(), told.GetProperty("id").GetString());
        Assert.Equal(stored.GetProperty("timestamp").GetString(), told.GetProperty("started_at").GetString());
        Assert.Equal(("web", "7", "ana", "success", "https://ci.example/7"), (
            told.GetProperty("service_name").GetString(), told.GetProperty("version").GetString(), told.GetProperty("deployed_by").GetString(), told.GetProperty("status").GetString(), told.GetProperty("url").GetString()));
    }

    [Fact]
    public async Task What_changes_while_it_is_on_its_way_arrives_in_its_last_state()
    {
        var project = server.NewProject();
        var hook = (await project.Admin.PostAsync("/deployment-hook", new { })).Text("webhook_secret")!;
        server.Collector.Status = 503;

        foreach (var status in new[] { "in_progress", "failed" })
        {
            await server.SendWebhookAsync($"/webhooks/generic/{project.Id}", $$"""{"service":"web","version":"1","id":"1","status":"{{status}}","started_at":"2026-03-01T10:00:00Z"}""", [("X-Webhook-Secret", hook)]);
        }

        server.Collector.Status = 200;
        await Wait.UntilAsync(() =>
        {
            server.Time.Advance(TimeSpan.FromMinutes(3));
            return Task.FromResult(server.Collector.Of(project.Id).Any());
        });

        Assert.Equal("failed", Assert.Single(await project.DeploymentsAsync()).GetProperty("status").GetString());
    }
}
