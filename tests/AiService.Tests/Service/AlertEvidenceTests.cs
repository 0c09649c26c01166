using System.Text.Json;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>Alerts of the platform's own conditions, and errors that happen more often than before, are evidence.</summary>
public sealed class AlertEvidenceTests(AiServer server) : IClassFixture<AiServer>
{
    private const string OldMessage = "Timeout while charging";

    private DateTimeOffset Now => server.Time.GetUtcNow();

    [Fact]
    public async Task Alerts_of_conditions_that_fire_during_the_incident_are_evidence_beside_those_of_monitoring_systems()
    {
        var project = server.NewProject();
        var (fresh, over, early) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        server.Platform.Answer(project, "/alerts", new[]
        {
            Alert(fresh, Now.AddMinutes(-2), null), Alert(over, Now.AddMinutes(-50), Now.AddMinutes(-40)), Alert(early, Now.AddHours(-9), null),
        });
        server.Platform.Answer(project, $"/projects/{project.Id}/monitoring/alerts", new[]
        {
            new { id = Guid.NewGuid(), alert_name = "CheckoutBroken", status = "firing", severity = "critical", summary = "", labels = new { service = "checkout" }, starts_at = Now.AddMinutes(-1) },
        });
        server.Platform.BreakCheckout(project, Now.AddMinutes(-4));

        var analysis = await AnalyseAsync(project);

        var alerts = EvidenceOf(analysis, "alert_fired");
        Assert.Equal(2, alerts.Count);
        var own = alerts.Single(one => one.GetProperty("id").GetString() == $"alert:{fresh}");
        Assert.Equal(("checkout", 0.6), (own.GetProperty("subject").GetString(), own.GetProperty("strength").GetDouble()));
        Assert.Contains("Orders fail (warning): error_rate is 40", own.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Contains(analysis.GetProperty("hypotheses")[0].GetProperty("supporting").EnumerateArray(), one => one.GetProperty("evidence_id").GetString() == $"alert:{fresh}");
        Assert.Empty(analysis.GetProperty("missing").EnumerateArray());
    }

    [Theory]
    [InlineData(503, "alert")]
    [InlineData(404, "")]
    public async Task When_alerting_service_does_not_answer_that_is_said(int status, string missing)
    {
        var project = server.NewProject();
        server.Platform.Answer(project, "/alerts", new { detail = "broken" }, status);

        var analysis = await AnalyseAsync(project);

        Assert.Equal(missing, string.Join(',', analysis.GetProperty("missing").EnumerateArray().Select(one => one.GetString()!.Split(':')[0])));
    }

    [Fact]
    public async Task An_old_error_that_happens_far_more_often_is_evidence_and_one_that_does_not_is_none()
    {
        var project = server.NewProject();
        var (now, onset) = (Now, Now.AddMinutes(-5));
        server.Platform.Answer(project, "/errors/groups", new[] { Group("rising", now.AddDays(-3)), Group("usual", now.AddDays(-3)), Group("young", now.AddMinutes(-25)) });
        // Once in ten minutes all day; one of them since the onset four times a minute.
        server.Platform.CountErrors = (from, to) =>
        [
            ("rising", (int)((to - from).TotalMinutes / 10) + (to > onset ? 4 * (int)(to - (from > onset ? from : onset)).TotalMinutes : 0)),
            ("usual", (int)((to - from).TotalMinutes / 10)),
            ("young", (int)((to - from).TotalMinutes > 30 ? 10 : (to - from).TotalMinutes)),
        ];

        var analysis = await AnalyseAsync(project);

        var error = Assert.Single(EvidenceOf(analysis, "new_error"));
        Assert.Equal(("error:rising", "checkout"), (error.GetProperty("id").GetString(), error.GetProperty("subject").GetString()));
        Assert.Contains("instead of about 1.6", error.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.InRange(error.GetProperty("at").GetDateTimeOffset(), onset.AddMinutes(-6), onset);
        Assert.InRange(error.GetProperty("strength").GetDouble(), 0.8, 0.99);
        Assert.Empty(analysis.GetProperty("missing").EnumerateArray());
    }

    [Fact]
    public async Task When_old_errors_cannot_be_counted_the_new_ones_are_used_and_that_is_said()
    {
        var project = server.NewProject();
        server.Platform.Answer(project, "/errors/groups", new[] { Group("old", Now.AddDays(-3)), Group("fresh", Now.AddMinutes(-3)) });
        server.Platform.CountErrors = null;

        var analysis = await AnalyseAsync(project);

        Assert.Equal("error:fresh", Assert.Single(EvidenceOf(analysis, "new_error")).GetProperty("id").GetString());
        Assert.StartsWith("error_group: how often errors happened before", Assert.Single(analysis.GetProperty("missing").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> AnalyseAsync(TestProject project)
    {
        var incident = server.Platform.AddIncident(project, Now);
        Assert.Equal(200, (await AiServer.GenerateAsync(project, incident)).Code);
        return (await project.Viewer.GetAsync($"/incidents/{incident}/analysis")).Body;
    }

    private static List<JsonElement> EvidenceOf(JsonElement analysis, string signal) =>
        [.. analysis.GetProperty("evidence").EnumerateArray().Where(one => one.GetProperty("signal").GetString() == signal)];

    private static object Alert(Guid id, DateTimeOffset fired, DateTimeOffset? resolved) => new
    {
        alert_id = id, condition_name = "Orders fail", severity = "warning", message = "error_rate is 40", service_name = "checkout", fired_at = fired, resolved_at = resolved,
    };

    private static object Group(string fingerprint, DateTimeOffset firstSeen) => new
    {
        fingerprint, service_name = "checkout", error_class = "TimeoutException", message = OldMessage, occurrence_count = 500, first_seen = firstSeen, last_seen = firstSeen.AddDays(3),
    };
}
