using System.Text.Json;

namespace SreCopilot.IncidentService.Tests;

/// <summary>What integration-service asks for.</summary>
public sealed class AlertTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    [Fact]
    public async Task A_problem_is_one_incident_until_it_is_resolved()
    {
        var project = server.NewProject();

        var first = await ReportAsync(project.Service);
        var second = await ReportAsync(project.Service);
        var over = await RecoverAsync(project.Service);
        var overAgain = await RecoverAsync(project.Service);
        var third = await ReportAsync(project.Service);

        Assert.Equal([true, false, true], new[] { first, second, third }.Select(answer => answer["created"].GetBoolean()));
        Assert.Equal(IncidentOf(first), IncidentOf(second));
        Assert.Equal((true, "resolved"), (over["resolved"].GetBoolean(), over["incident"].GetProperty("state").GetString()));
        Assert.Equal((false, JsonValueKind.Null), (overAgain["resolved"].GetBoolean(), overAgain["incident"].ValueKind));
        Assert.NotEqual(IncidentOf(first), IncidentOf(third));
        Assert.Equal(2, (await project.Viewer.GetAsync("/incidents")).Number("total"));
        Assert.Equal("alertmanager", first["incident"].GetProperty("source").GetString());
    }

    [Fact]
    public async Task The_story_says_what_the_monitoring_system_did()
    {
        var project = server.NewProject();
        var incident = IncidentOf(await ReportAsync(project.Service));
        await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "acknowledged" });
        await RecoverAsync(project.Service);

        var story = await project.Viewer.GetAsync($"/incidents/{incident}/activities");

        Assert.Equal(["alertmanager", "The engineer", "alertmanager"], story.Each("user_name"));
        Assert.Equal("alertmanager reports that the problem is over.", story.Each("content")[0]);
        Assert.NotNull((await project.Viewer.GetAsync($"/incidents/{incident}")).Text("resolved_at"));
    }

    [Fact]
    public async Task The_first_step_lasts_from_the_receipt_of_the_alert()
    {
        var project = server.NewProject();
        var answer = await ReportAsync(project.Service, receivedAt: server.Time.GetUtcNow().AddMilliseconds(-1250));

        var step = (await project.Viewer.GetAsync($"/incidents/{IncidentOf(answer)}/workflow"))["steps"][0];

        Assert.Equal(("alert_received", "completed", 1250), (step.GetProperty("step_type").GetString(), step.GetProperty("status").GetString(), step.GetProperty("duration_ms").GetInt32()));
    }

    [Fact]
    public async Task A_problem_that_got_worse_raises_the_severity_and_one_that_did_not_leaves_it()
    {
        var project = server.NewProject();
        var incident = IncidentOf(await ReportAsync(project.Service, severity: "medium"));

        Assert.Equal("medium", SeverityOf(await ReportAsync(project.Service, severity: "critical")));
        Assert.Equal("critical", SeverityOf(await ReportAsync(project.Service, severity: "critical", raise: true)));
        Assert.Equal("critical", SeverityOf(await ReportAsync(project.Service, severity: "low", raise: true)));

        var story = await project.Viewer.GetAsync($"/incidents/{incident}/activities");
        Assert.Equal(["severity_change", "system"], story.Each("activity_type"));
        Assert.Equal("alertmanager reports that it got worse: severity changed from medium to critical.", story.Each("content")[0]);
    }

    [Fact]
    public async Task The_same_key_in_another_project_is_another_problem()
    {
        var (project, other) = (server.NewProject(), server.NewProject());
        var incident = IncidentOf(await ReportAsync(project.Service));

        Assert.NotEqual(incident, IncidentOf(await ReportAsync(other.Service)));
        await RecoverAsync(other.Service);

        Assert.Equal("detected", (await project.Viewer.GetAsync($"/incidents/{incident}")).Text("state"));
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        var answer = await server.NewProject().Service.PostAsync("/internal/incidents", new { });

        Assert.Equal(422, answer.Code);
        Assert.All(["deduplication_key:", "source:", "title:", "service_name:"], field => Assert.Contains(field, answer.Detail, StringComparison.Ordinal));
    }

    private static Guid IncidentOf(Answer answer) => answer["incident"].GetProperty("id").GetGuid();

    private static string? SeverityOf(Answer answer) => answer["incident"].GetProperty("severity").GetString();

    private static Task<Answer> ReportAsync(Person service, DateTimeOffset? receivedAt = null, string severity = "critical", bool raise = false) => service.PostAsync("/internal/incidents", new
    {
        deduplication_key = "group-1", title = "[CRITICAL] HighErrorRate on shop", description = "5xx", service_name = "shop", severity, source = "alertmanager",
        received_at = receivedAt, raise_severity = raise,
    });

    private static Task<Answer> RecoverAsync(Person service) => service.PostAsync("/internal/incidents/resolve", new { deduplication_key = "group-1", source = "alertmanager" });
}
