using SreCopilot.PostgresFixture;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>Two replicas of this service and two of the real incident-service, on one database.</summary>
public sealed class ReplicaTests(ReplicaTests.Replicas server) : IClassFixture<ReplicaTests.Replicas>
{
    [Fact]
    public async Task Five_hundred_equal_webhooks_at_once_make_one_incident()
    {
        var source = server.NewIntegration();
        var body = TestIntegration.Alertmanager([TestIntegration.Alert("Storm")]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(n => source.SendAsync(body, n % 2)));

        Assert.All(answers, answer => Assert.Equal((200, "success"), (answer.Code, answer.Text("status"))));
        Assert.Single(answers, answer => answer.Outcomes.Single() == "fired");
        var incident = Assert.Single(answers.SelectMany(answer => answer.Incidents).Distinct());
        Assert.Equal(incident, await server.SqlAsync($"select id from incident.incidents where project_id = '{source.ProjectId}'"));
        Assert.Equal(500, (await source.Viewer.GetAsync(source.Alerts)).Body[0].GetProperty("notices").GetInt32());
        await Wait.UntilAsync(async () => (await server.EventsAsync(source.ProjectId)).Count >= 2);
        Assert.Equal(["alert.fired", "incident.created"], (await server.EventsAsync(source.ProjectId)).Select(entry => entry.Type).Order());
    }

    [Fact]
    public async Task A_group_is_resolved_once_and_a_flapping_one_ends_with_all_its_incidents_resolved()
    {
        var source = server.NewIntegration();
        await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("Flap")]));

        await Task.WhenAll(Enumerable.Range(0, 60).Select(n =>
            source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("Flap", n % 3 == 0 ? "firing" : "resolved")]), n % 2)));
        await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("Flap", "resolved")]));
        await Wait.UntilAsync(async () =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(30));
            return (long)(await server.SqlAsync($"select count(*) from alert_groups where integration_id = '{source.Id}' and closed_at is null"))! == 0;
        });

        Assert.Equal(1L, await server.SqlAsync($"select count(*) from incident.incidents where project_id = '{source.ProjectId}'"));
        Assert.Equal("resolved", await server.SqlAsync($"select state from incident.incidents where project_id = '{source.ProjectId}'"));
        Assert.Equal(1L, await server.SqlAsync($"select count(*) from incident.incident_activities where project_id = '{source.ProjectId}' and new_value = 'resolved'"));
    }

    [Fact]
    public async Task Many_groups_and_alerts_at_once_are_none_too_many_and_none_too_few()
    {
        var source = server.NewIntegration();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => source.SendAsync(
            TestIntegration.Alertmanager([TestIntegration.Alert($"A{n % 20}"), TestIntegration.Alert($"B{n % 10}")], $"g{n % 5}"), n % 2)));

        Assert.All(answers, answer => Assert.Equal((200, "success"), (answer.Code, answer.Text("status"))));
        Assert.Equal(30L, await server.SqlAsync($"select count(*) from monitoring_alerts where integration_id = '{source.Id}'"));
        Assert.Equal(
            await server.SqlAsync($"select count(*) from alert_groups where integration_id = '{source.Id}'"),
            await server.SqlAsync($"select count(*) from incident.incidents where project_id = '{source.ProjectId}'"));
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from alert_groups where integration_id = '{source.Id}' and (incident_id is null or report_pending)"));
    }

    [Fact]
    public async Task A_group_that_gets_worse_raises_the_real_incident()
    {
        var source = server.NewIntegration();
        await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("Warm", severity: "warning")]));
        Assert.Equal("medium", await server.SqlAsync($"select severity from incident.incidents where project_id = '{source.ProjectId}'"));

        await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("Hot")]), 1);

        Assert.Equal("critical", await server.SqlAsync($"select severity from incident.incidents where project_id = '{source.ProjectId}'"));
    }

    public sealed class Replicas : IntegrationServer
    {
        private readonly List<IncidentProcess> _incidentServices = [];

        public Replicas(PostgresServer postgres)
            : base(postgres) => Time = new TestClock();

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await AddReplicaAsync(await StartIncidentServiceAsync());
        }

        private protected override async Task<string> StartIncidentServiceAsync()
        {
            _incidentServices.Add(await IncidentProcess.StartAsync(ConnectionString, Redis));
            return _incidentServices[^1].Address;
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            foreach (var service in _incidentServices)
            {
                await service.DisposeAsync();
            }
        }
    }
}
