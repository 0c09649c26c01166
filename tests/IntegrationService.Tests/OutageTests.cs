using System.Net.Http.Headers;
using SreCopilot.PostgresFixture;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>Something that this service needs goes away and comes back.</summary>
public sealed class OutageTests(IntegrationServer server) : IClassFixture<IntegrationServer>
{
    [Fact]
    public async Task Without_incident_service_the_alert_is_accepted_and_its_incident_follows()
    {
        var source = server.NewIntegration();
        server.Incidents.Failing["[CRITICAL] Later on shop"] = 503;

        var accepted = await source.FireAsync("Later");
        var repeated = await source.FireAsync("Later");

        Assert.Equal((200, "accepted"), (accepted.Code, accepted.Text("status")));
        Assert.Equal(["fired", "repeated"], accepted.Outcomes.Concat(repeated.Outcomes));
        Assert.Empty(accepted.Incidents);
        Assert.Equal("firing", (await source.Viewer.GetAsync(source.Alerts)).Each("status").Single());

        server.Incidents.Failing.Clear();
        await Wait.UntilAsync(async () =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            return (await source.Viewer.GetAsync(source.Alerts)).Body[0].GetProperty("incident_id").ValueKind != System.Text.Json.JsonValueKind.Null;
        });
        Assert.Single(await server.ReportsOfAsync(source));
        Assert.Single((await source.FireAsync("Later")).Incidents);
    }

    [Fact]
    public async Task An_alert_that_was_over_before_incident_service_came_back_is_reported_and_resolved()
    {
        var source = server.NewIntegration();
        server.Incidents.Failing["[CRITICAL] Short on shop"] = 500;
        await source.FireAsync("Short");
        await source.ResolveAsync("Short");
        server.Incidents.Failing.Clear();

        var key = await server.KeyOfAsync(source);
        await Wait.UntilAsync(() =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(10));
            return server.Incidents.Recoveries.Contains(key);
        });

        Assert.Single(await server.ReportsOfAsync(source));
    }

    [Fact]
    public async Task While_auth_service_is_away_its_last_answer_counts_for_some_minutes()
    {
        var (known, unknown) = (server.NewIntegration(), server.NewIntegration());
        await known.FireAsync("A");
        server.AuthIsAway = true;
        try
        {
            Assert.Equal(200, (await known.FireAsync("B")).Code);
            Assert.Equal(403, (await known.SendAsync("{}", [("X-Webhook-Secret", "wrong")])).Code);
            var refused = await unknown.FireAsync("A");
            Assert.Equal((503, true), (refused.Code, refused.HasRetryAfter));
            server.Time.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(503, (await known.FireAsync("C")).Code);
        }
        finally
        {
            server.AuthIsAway = false;
        }

        Assert.Equal(200, (await unknown.FireAsync("A")).Code);
    }

    [Fact]
    public async Task Without_the_database_senders_are_asked_to_come_again_and_it_recovers_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var other = new IntegrationServer(postgres);
        await other.InitializeAsync();
        var source = other.NewIntegration();
        await source.FireAsync("A");

        await postgres.StopAsync();
        foreach (var answer in new[] { await source.FireAsync("A"), await source.FireAsync("B"), await source.Viewer.GetAsync(source.Alerts), await source.Viewer.GetAsync(source.Deliveries) })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();
        Assert.Equal(["repeated", "fired"], (await source.FireAsync("A", "B")).Outcomes);
        Assert.Equal(["A", "B"], (await source.Viewer.GetAsync(source.Alerts)).Each("alert_name").Order());
    }

    [Fact]
    public async Task Too_large_a_body_is_413()
    {
        var source = server.NewIntegration("generic");
        using var content = new ByteArrayContent(new byte[(4 * 1024 * 1024) + 1]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var (status, _) = await server.As(new Identity.Caller { Kind = Identity.CallerKind.Anonymous }).SendRawAsync(HttpMethod.Post, $"/webhooks/generic/{source.Id}", content);

        Assert.Equal(413, status);
    }
}
