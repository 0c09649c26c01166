namespace SreCopilot.IntegrationService.Tests;

/// <summary>When an incident is resolved, and when not. The hold time is a minute of the test's clock.</summary>
public sealed class RecoveryTests(IntegrationServer server) : IClassFixture<IntegrationServer>
{
    [Fact]
    public async Task The_incident_is_resolved_once_all_alerts_are_and_the_hold_time_is_over()
    {
        var source = server.NewIntegration();
        await source.FireAsync("A", "B");
        var key = await server.KeyOfAsync(source);

        Assert.Equal(["resolved"], (await source.ResolveAsync("A")).Outcomes);
        Assert.Null(await RecoverAtAsync(source));
        await source.ResolveAsync("B");
        Assert.Equal(server.Time.GetUtcNow().AddSeconds(60), new DateTimeOffset((DateTime)(await RecoverAtAsync(source))!, TimeSpan.Zero), TimeSpan.FromMilliseconds(1));

        await PassAsync(59);
        Assert.DoesNotContain(key, server.Incidents.Recoveries);
        await PassAsync(2);
        await Wait.UntilAsync(async () => await ClosedAsync(source) == 1);

        Assert.Single(server.Incidents.Recoveries, recovered => recovered == key);
        Assert.All((await source.Viewer.GetAsync(source.Alerts)).Each("status"), status => Assert.Equal("resolved", status));
    }

    [Fact]
    public async Task An_alert_that_is_back_within_the_hold_time_goes_on_with_the_incident()
    {
        var source = server.NewIntegration();
        var first = await source.FireAsync("Flap");
        var key = await server.KeyOfAsync(source);
        await source.ResolveAsync("Flap");
        await PassAsync(30);

        var back = await source.FireAsync("Flap");
        await PassAsync(120);

        Assert.Equal(["fired"], back.Outcomes);
        Assert.Equal(first.Incidents, back.Incidents);
        Assert.DoesNotContain(key, server.Incidents.Recoveries);
        Assert.Equal(0, await ClosedAsync(source));
        await Wait.UntilAsync(async () => (await server.EventsAsync(source.ProjectId)).Count == 3);
        Assert.Equal(["alert.fired", "alert.resolved", "alert.fired"], (await server.EventsAsync(source.ProjectId)).Select(entry => entry.Type));
    }

    [Fact]
    public async Task An_alert_that_is_back_later_is_a_new_incident()
    {
        var source = server.NewIntegration();
        var first = await source.FireAsync("Again");
        await source.ResolveAsync("Again");
        await PassAsync(61);
        await Wait.UntilAsync(async () => await ClosedAsync(source) == 1);

        var second = await source.FireAsync("Again");

        Assert.Equal(["fired"], second.Outcomes);
        Assert.NotEqual(first.Incidents, second.Incidents);
        Assert.Equal(["firing", "resolved"], (await source.Viewer.GetAsync(source.Alerts)).Each("status"));
    }

    [Fact]
    public async Task What_Prometheus_stops_to_send_is_over_when_its_time_has_passed()
    {
        var source = server.NewIntegration("prometheus");
        await SendAsync(seconds: 240);
        await PassAsync(100);
        Assert.Equal(["repeated"], (await SendAsync(seconds: 240)).Outcomes);
        await PassAsync(200); // Beyond the end that the first notice named.
        Assert.Equal(["firing"], (await source.Viewer.GetAsync(source.Alerts)).Each("status"));

        await PassAsync(41);
        await Wait.UntilAsync(async () => (await source.Viewer.GetAsync(source.Alerts + "?status=resolved")).Body.GetArrayLength() == 1);
        await PassAsync(61);
        await Wait.UntilAsync(async () => await ClosedAsync(source) == 1);

        Assert.Single(server.Incidents.Recoveries, await server.KeyOfAsync(source));
        await Wait.UntilAsync(async () => (await server.EventsAsync(source.ProjectId)).Count == 2);

        Task<Answer> SendAsync(int seconds) => source.SendAsync(
            new[] { new { labels = new { alertname = "Down", job = "node" }, endsAt = server.Time.GetUtcNow().AddSeconds(seconds).ToString("O") } }, suffix: "/api/v2/alerts");
    }

    private Task<object?> RecoverAtAsync(TestIntegration source) => ValueAsync($"select recover_at from alert_groups where integration_id = '{source.Id}'");

    private async Task<long> ClosedAsync(TestIntegration source) =>
        (long)(await server.SqlAsync($"select count(*) from alert_groups where integration_id = '{source.Id}' and closed_at is not null"))!;

    private async Task<object?> ValueAsync(string sql) => await server.SqlAsync(sql) is var value and not DBNull ? value : null;

    // The background has looked after it when a group that is due at this moment was taken care of.
    private async Task PassAsync(int seconds)
    {
        server.Time.Advance(TimeSpan.FromSeconds(seconds));
        var now = server.Time.GetUtcNow().ToString("O");
        await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"select count(*) from alert_groups where due_at <= '{now}'"))! == 0);
    }
}
