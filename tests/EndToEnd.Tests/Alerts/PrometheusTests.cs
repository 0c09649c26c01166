using SreCopilot.EndToEnd.Tests.Isolation;

namespace SreCopilot.EndToEnd.Tests.Alerts;

/// <summary>A real Prometheus with a rule, a real Alertmanager, the real platform: from an alert to a resolved incident, live.</summary>
public sealed class PrometheusTests(PlatformFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alertmanager")]
    [InlineData("prometheus")]
    public async Task A_rule_that_fires_and_resolves_is_one_incident_that_everybody_of_the_project_sees_live(string sender)
    {
        var platform = fixture.Platform;
        var owner = await Account.RegisterAsync(platform, Cancellation);
        var outsider = await Account.RegisterAsync(platform, Cancellation);
        var integration = await owner.PostAsync(
            $"/api/v1/projects/{owner.ProjectId}/monitoring/integrations", new { integration_type = sender, name = "Real", url = "http://monitoring.example" }, Cancellation);
        var webhook = new Uri(integration.GetProperty("webhook_url").GetString()!);
        var secret = integration.GetProperty("webhook_secret").GetString()!;
        Assert.Equal(owner.Client.BaseAddress!.Authority, webhook.Authority);

        await using var one = await LiveClient.ConnectAsync(owner.Client.BaseAddress, owner, Cancellation);
        await using var two = await LiveClient.ConnectAsync(owner.Client.BaseAddress, owner, Cancellation);
        await using var stranger = await LiveClient.ConnectAsync(outsider.Client.BaseAddress!, outsider, Cancellation);

        using var folder = new TemporaryFolder();
        using var thing = new MeasuredThing();
        var alertmanagerPort = TestPort.Free();
        await using var alertmanager = sender == "alertmanager" ? await StartAlertmanagerAsync(folder.Path, alertmanagerPort, webhook, secret) : null;
        await using var prometheus = await StartPrometheusAsync(
            folder.Path, thing.Port, sender == "alertmanager" ? $"{{static_configs: [{{targets: ['127.0.0.1:{alertmanagerPort}']}}]}}" : Direct(webhook, secret));

        thing.IsBroken = true;
        await Wait.UntilAsync(() => one.Incidents.Any() && two.Incidents.Any());
        var incident = one.Incidents.First().Id;
        thing.IsBroken = false;
        await Wait.UntilAsync(() => one.Incidents.Any(change => change.State == "resolved") && two.Incidents.Any(change => change.State == "resolved"));

        var list = await owner.SendAsync(HttpMethod.Get, "/api/v1/incidents", null, Cancellation);
        Assert.Equal(1, list.GetProperty("total").GetInt32());
        var shown = await owner.SendAsync(HttpMethod.Get, $"/api/v1/incidents/{incident}", null, Cancellation);
        Assert.Equal(("[CRITICAL] CheckoutBroken on shop", "resolved", sender), (shown.GetProperty("title").GetString(), shown.GetProperty("state").GetString(), shown.GetProperty("source").GetString()));
        foreach (var client in new[] { one, two })
        {
            Assert.Equal([("incident.created", "detected", incident), ("incident.updated", "resolved", incident)], client.Incidents);
            Assert.Equal(["alert.fired", "alert.resolved"], client.Events.Select(entry => entry.GetProperty("type").GetString()!).Where(type => type.StartsWith("alert.", StringComparison.Ordinal)));
            Assert.Equal(client.Events.Select(entry => entry.GetProperty("id").GetInt64()).Order(), client.Events.Select(entry => entry.GetProperty("id").GetInt64()));
            Assert.Equal(client.Events.Count, client.Events.Select(entry => entry.GetProperty("id").GetInt64()).Distinct().Count());
        }

        Assert.Empty(stranger.Events);
        var alerts = await owner.SendAsync(HttpMethod.Get, $"/api/v1/projects/{owner.ProjectId}/monitoring/alerts", null, Cancellation);
        Assert.Equal(("CheckoutBroken", "resolved", incident), (alerts[0].GetProperty("alert_name").GetString(), alerts[0].GetProperty("status").GetString(), alerts[0].GetProperty("incident_id").GetGuid()));
    }

    private static async Task<MonitoringProgram> StartAlertmanagerAsync(string folder, int port, Uri webhook, string secret)
    {
        var file = Path.Combine(folder, "alertmanager.yml");
        await File.WriteAllTextAsync(file, $$"""
            route: {receiver: platform, group_by: [alertname, service], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
            receivers:
            - name: platform
              webhook_configs:
              - url: '{{webhook}}'
                send_resolved: true
                http_config: {authorization: {credentials: '{{secret}}' } }
            """, Cancellation);
        return await MonitoringProgram.StartAsync(
            "prometheus-alertmanager", $"http://127.0.0.1:{port}",
            [$"--config.file={file}", $"--storage.path={Path.Combine(folder, "am")}", $"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="]);
    }

    // Alertmanager's API is spoken by the platform itself.
    private static string Direct(Uri webhook, string secret) =>
        $"{{path_prefix: '{webhook.AbsolutePath}', static_configs: [{{targets: ['{webhook.Authority}']}}], basic_auth: {{username: prometheus, password: '{secret}'}}}}";

    private static async Task<MonitoringProgram> StartPrometheusAsync(string folder, int thing, string alertmanager)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "rules.yml"), """
            groups:
            - name: test
              rules:
              - alert: CheckoutBroken
                expr: checkout_broken == 1
                labels: {severity: critical, service: shop}
                annotations: {summary: Checkout is broken}
            """, Cancellation);
        var file = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(file, $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [rules.yml]
            alerting: {alertmanagers: [{{alertmanager}}]}
            scrape_configs:
            - job_name: shop
              static_configs: [{targets: ['127.0.0.1:{{thing}}']}]
            """, Cancellation);
        var port = TestPort.Free();
        return await MonitoringProgram.StartAsync(
            "prometheus", $"http://127.0.0.1:{port}",
            [$"--config.file={file}", $"--storage.tsdb.path={Path.Combine(folder, "tsdb")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"]);
    }
}
