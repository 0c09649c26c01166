using SreCopilot.EndToEnd.Tests.Isolation;

namespace SreCopilot.EndToEnd.Tests.Alerts;

/// <summary>A metric crosses its threshold: alert, incident, e-mail, signed webhook; and all of it ends.</summary>
public sealed class AlertingTests(PlatformFixture fixture)
{
    private const string Secret = "a secret of the receiver's own";
    private static readonly string[] Scopes = ["ingest:metrics"];
    private static readonly string[] Receivers = ["ops@acme.example"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_metric_over_its_threshold_becomes_an_incident_that_people_and_programs_are_told_of_until_it_is_over()
    {
        await using var mail = new SmtpReceiver();
        using var receiver = new WebhookReceiver();
        var owner = await Account.RegisterAsync(fixture.Platform, Cancellation);
        var key = (await owner.PostAsync($"/api/v1/projects/{owner.ProjectId}/api-keys", new { name = "agent", scopes = Scopes }, Cancellation)).GetProperty("raw_key").GetString()!;
        var condition = await owner.PostAsync("/api/v1/alerts/conditions", new
        {
            name = "Queue is long", metric_name = "queue_depth", service_name = "worker", @operator = "gt", threshold = 5, duration_seconds = 20, severity = "critical", aggregation = "last",
        }, Cancellation);
        var email = await owner.PostAsync("/api/v1/alerts/channels", new
        {
            name = "Mail", type = "email",
            config = new { smtp_host = "127.0.0.1", smtp_port = mail.Port, smtp_user = "ana", smtp_password = SmtpReceiver.Password, from_email = "alerts@acme.example", to_emails = Receivers },
        }, Cancellation);
        var webhook = await owner.PostAsync("/api/v1/alerts/channels", new { name = "Hook", type = "webhook", config = new { url = receiver.Address, signing_secret = Secret } }, Cancellation);
        await owner.PostAsync("/api/v1/alerts/policies", new
        {
            name = "Worker", condition_ids = new[] { condition.GetProperty("condition_id").GetGuid() },
            channel_ids = new[] { email.GetProperty("channel_id").GetGuid(), webhook.GetProperty("channel_id").GetGuid() },
        }, Cancellation);
        await using var live = await LiveClient.ConnectAsync(owner.Client.BaseAddress!, owner, Cancellation);

        await WaitWithAsync(key, 10, () => Task.FromResult(!receiver.Received.IsEmpty && !mail.Letters.IsEmpty && live.Incidents.Any()));
        var active = await owner.SendAsync(HttpMethod.Get, "/api/v1/alerts/active-alerts", null, Cancellation);
        Assert.Equal(("Queue is long", "firing", 10), (active[0].GetProperty("condition_name").GetString(), active[0].GetProperty("status").GetString(), active[0].GetProperty("current_value").GetInt32()));
        var incident = live.Incidents.First().Id;

        await WaitWithAsync(key, 1, async () =>
            receiver.Received.Count >= 2 && mail.Letters.Count >= 2 && live.Incidents.Any(change => change.State == "resolved")
            && (await owner.SendAsync(HttpMethod.Get, "/api/v1/alerts/active-alerts", null, Cancellation)).GetArrayLength() == 0);

        var shown = await owner.SendAsync(HttpMethod.Get, $"/api/v1/incidents/{incident}", null, Cancellation);
        Assert.Equal(("Queue is long", "resolved", "critical", "alerting"), (
            shown.GetProperty("title").GetString(), shown.GetProperty("state").GetString(), shown.GetProperty("severity").GetString(), shown.GetProperty("source").GetString()));
        Assert.Equal(1, (await owner.SendAsync(HttpMethod.Get, "/api/v1/incidents", null, Cancellation)).GetProperty("total").GetInt32());
        Assert.Equal(["firing", "resolved"], receiver.Received.Select(request => request.Status));
        Assert.All(receiver.Received, request => Assert.True(request.IsSignedWith(Secret)));
        Assert.Equal(2, mail.Letters.Count);
        Assert.All(mail.Letters, letter => Assert.Equal((true, "ana"), (letter.WasEncrypted, letter.User)));
        Assert.Equal(["alert.fired", "alert.resolved"], live.Events.Select(entry => entry.GetProperty("type").GetString()!).Where(type => type.StartsWith("alert.", StringComparison.Ordinal)));
    }

    /// <summary>Reports a value every now and then, as an agent does, until a condition holds.</summary>
    private async Task WaitWithAsync(string key, double value, Func<Task<bool>> condition)
    {
        using var agent = fixture.Platform.CreateClient();
        agent.DefaultRequestHeaders.Add("X-API-Key", key);
        var sent = DateTimeOffset.MinValue;
        await Wait.UntilAsync(async () =>
        {
            if (DateTimeOffset.UtcNow - sent > TimeSpan.FromSeconds(2))
            {
                sent = DateTimeOffset.UtcNow;
                using var body = new StringContent(
                    FormattableString.Invariant($$"""{"metrics":[{"service_name":"worker","metric_name":"queue_depth","value":{{value}}}]}"""), System.Text.Encoding.UTF8, "application/json");
                using var answer = await agent.PostAsync(new Uri("/api/v1/ingest/metrics", UriKind.Relative), body, Cancellation);
                Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancellation)}");
            }

            return await condition();
        });
    }
}
