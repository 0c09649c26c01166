using System.Globalization;
using System.Text.Json;

namespace SreCopilot.IncidentService.Tests;

/// <summary>Deployments in the stories of incidents, as cicd-connector-service reports them.</summary>
public sealed class DeploymentTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    [Fact]
    public async Task A_deployment_during_an_incident_is_told_once_however_often_it_is_reported()
    {
        var project = server.NewProject();
        var open = await project.AddIncidentAsync("Open");
        var resolved = await project.AddIncidentAsync("Resolved");
        await project.Engineer.PatchAsync($"/incidents/{resolved}/state", new { state = "resolved" });
        server.Time.Advance(TimeSpan.FromMinutes(5));
        var later = server.Time.GetUtcNow();

        var first = await ReportAsync(project.Service, "github:acme/web:run:42", later, "in_progress");
        var repeated = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ReportAsync(project.Service, "github:acme/web:run:42", later, "in_progress")));
        await ReportAsync(project.Service, "github:acme/web:run:42", later, "failed");

        Assert.Equal(1, first.Number("incidents"));
        Assert.All(repeated, answer => Assert.Equal(0, answer.Number("incidents")));
        var told = Assert.Single(await DeploymentsOfAsync(project, open));
        Assert.Equal(("system", "github", ""), (told.GetProperty("activity_type").GetString(), told.GetProperty("user_name").GetString(), told.GetProperty("user_email").GetString()));
        Assert.Equal(
            $"Deployment of web 1.4.2 to production by ana failed; it began at {later.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}. https://ci.example/42",
            told.GetProperty("content").GetString());
        Assert.Empty(await DeploymentsOfAsync(project, resolved));
        await Wait.UntilAsync(async () => (await server.EventsAsync(project.Id)).Any(one => one.Type == "incident.updated" && one.Data.GetProperty("id").GetGuid() == open && one.Data.GetProperty("state").GetString() == "detected"));
    }

    [Fact]
    public async Task An_incident_that_begins_soon_after_a_deployment_tells_it()
    {
        var project = server.NewProject();
        var now = server.Time.GetUtcNow();
        await ReportAsync(project.Service, "old", now.AddMinutes(-90));
        await ReportAsync(project.Service, "recent", now.AddMinutes(-59));
        await ReportAsync(project.Service, "just now", now);
        await ReportAsync(project.Service, "not yet", now.AddMinutes(5));

        var incident = await project.AddIncidentAsync();

        Assert.Equal(2, (await DeploymentsOfAsync(project, incident)).Count);
        // Reported again, it is not told again.
        await ReportAsync(project.Service, "recent", now.AddMinutes(-59), "failed");
        Assert.Single(await DeploymentsOfAsync(project, incident), one => one.GetProperty("content").GetString()!.Contains("failed", StringComparison.Ordinal));
        Assert.Equal(2, (await DeploymentsOfAsync(project, incident)).Count);
    }

    [Fact]
    public async Task A_deployment_that_is_only_learned_of_later_is_told_where_it_belongs()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        server.Time.Advance(TimeSpan.FromHours(3));
        await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "resolved" });

        await ReportAsync(project.Service, "during", server.Time.GetUtcNow().AddHours(-1));
        await ReportAsync(project.Service, "before", server.Time.GetUtcNow().AddHours(-3).AddMinutes(-30));
        await ReportAsync(project.Service, "long before", server.Time.GetUtcNow().AddHours(-5));
        await ReportAsync(project.Service, "after", server.Time.GetUtcNow().AddMinutes(1));

        Assert.Equal(2, (await DeploymentsOfAsync(project, incident)).Count);
    }

    [Fact]
    public async Task Incidents_and_deployments_that_arrive_at_the_same_moment_find_each_other()
    {
        await server.AddReplicaAsync();
        var project = server.NewProject();
        var now = server.Time.GetUtcNow();

        var incidents = Enumerable.Range(0, 12).Select(n => project.AsService(n % 2).PostAsync("/internal/incidents", new { deduplication_key = $"k{n}", title = "t", service_name = "web", source = "test" }));
        var deployments = Enumerable.Range(0, 6).Select(n => ReportAsync(project.AsService(n % 2), $"d{n}", now));
        var answers = await Task.WhenAll(incidents.Concat(deployments));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        foreach (var incident in answers.Take(12).Select(answer => answer["incident"].GetProperty("id").GetGuid()))
        {
            Assert.Equal(6, (await DeploymentsOfAsync(project, incident)).Count);
        }
    }

    [Fact]
    public async Task Another_projects_incidents_do_not_tell_it()
    {
        var (project, neighbour) = (server.NewProject(), server.NewProject());
        var incident = await neighbour.AddIncidentAsync();

        Assert.Equal(0, (await ReportAsync(project.Service, "d", server.Time.GetUtcNow())).Number("incidents"));

        Assert.Empty(await DeploymentsOfAsync(neighbour, incident));
        Assert.Equal(403, (await ReportAsync(project.Engineer, "d", server.Time.GetUtcNow())).Code);
    }

    [Theory]
    [InlineData("""{"id":"","service_name":"a","version":"1","environment":"e","source":"s","status":"success","started_at":"2026-03-01T10:00:00Z"}""", "id")]
    [InlineData("""{"id":"a","service_name":"a","version":"1","environment":"e","source":"s","status":"ok","started_at":"2026-03-01T10:00:00Z"}""", "status")]
    [InlineData("""{"id":"a","service_name":"a","version":"1","environment":"e","source":"s","status":"success"}""", "started_at")]
    [InlineData("""{"id":"a","service_name":"a","version":"1","environment":"e","source":"s","status":"success","started_at":"2026-03-01T10:00:00Z","url":"a\nb"}""", "url")]
    public async Task What_is_no_deployment_is_refused_in_words(string body, string about)
    {
        var answer = await server.NewProject().Service.SendAsync(HttpMethod.Post, "/internal/deployments", body);

        Assert.Equal(422, answer.Code);
        Assert.Contains(about, answer.Detail, StringComparison.Ordinal);
    }

    private static async Task<List<JsonElement>> DeploymentsOfAsync(TestProject project, Guid incident) =>
    [
        .. (await project.Viewer.GetAsync($"/incidents/{incident}/activities")).Body.EnumerateArray()
            .Where(activity => activity.GetProperty("content").GetString()!.StartsWith("Deployment of ", StringComparison.Ordinal)),
    ];

    private static Task<Answer> ReportAsync(Person person, string id, DateTimeOffset started, string status = "success") => person.PostAsync("/internal/deployments", new
    {
        id, service_name = "web", version = "1.4.2", environment = "production", status, deployed_by = "ana", source = "github", started_at = started, url = "https://ci.example/42",
    });
}
