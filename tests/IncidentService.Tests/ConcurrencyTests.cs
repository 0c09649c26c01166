using System.Text.Json;

namespace SreCopilot.IncidentService.Tests;

/// <summary>Two replicas on one database, and everybody at once.</summary>
public sealed class ConcurrencyTests(TwoReplicas server) : IClassFixture<TwoReplicas>
{
    [Fact]
    public async Task Five_hundred_reports_of_one_problem_make_one_incident()
    {
        var project = server.Servers.NewProject();
        var body = new { deduplication_key = "storm", title = "Storm", service_name = "shop", source = "alertmanager" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(n => project.AsService(n % 2).PostAsync("/internal/incidents", body)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Single(answers, answer => answer["created"].GetBoolean());
        Assert.Single(answers.Select(answer => answer["incident"].GetProperty("id").GetGuid()).Distinct());
        Assert.Equal(1L, await server.Servers.SqlAsync($"select count(*) from incidents where project_id = '{project.Id}'"));
        await Wait.UntilAsync(async () => (await server.Servers.EventsAsync(project.Id)).Count > 0);
        Assert.Equal("incident.created", Assert.Single(await server.Servers.EventsAsync(project.Id)).Type);
    }

    [Fact]
    public async Task Reports_and_recoveries_at_once_leave_at_most_one_unresolved_incident()
    {
        var project = server.Servers.NewProject();
        var problem = new { deduplication_key = "flap", title = "Flap", service_name = "shop", source = "alertmanager" };
        var recovery = new { deduplication_key = "flap", source = "alertmanager" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(n =>
            project.AsService(n % 2).PostAsync(n % 4 < 2 ? "/internal/incidents" : "/internal/incidents/resolve", n % 4 < 2 ? problem : recovery)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        var created = answers.Count(answer => answer.Body.TryGetProperty("created", out var yes) && yes.GetBoolean());
        var resolved = answers.Count(answer => answer.Body.TryGetProperty("resolved", out var yes) && yes.GetBoolean());
        Assert.InRange(created - resolved, 0, 1);
        Assert.Equal((long)created, await server.Servers.SqlAsync($"select count(*) from incidents where project_id = '{project.Id}'"));
        Assert.Equal((long)(created - resolved), await server.Servers.SqlAsync($"select count(*) from incidents where project_id = '{project.Id}' and resolved_at is null"));
    }

    [Fact]
    public async Task Changes_at_once_make_one_story_without_a_gap()
    {
        var project = server.Servers.NewProject();
        var incident = await project.AddIncidentAsync(severity: "low");
        string[] states = ["detected", "acknowledged", "investigating", "mitigated", "resolved", "learned", "closed"];
        string[] severities = ["critical", "high", "medium", "low"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => (n % 5) switch
        {
            0 => project.As("owner", n % 2).PostAsync($"/incidents/{incident}/comments", new { content = $"comment {n}" }),
            1 => project.As("engineer", n % 2).PatchAsync($"/incidents/{incident}/severity", new { severity = severities[n % 4] }),
            _ => project.As("engineer", n % 2).PatchAsync($"/incidents/{incident}/state", new { state = states[n % 7] }),
        }));

        Assert.All(answers, answer => Assert.True(answer.Code is 200 or 409, $"{answer.Code} {answer.Body}"));
        var story = (await project.Viewer.GetAsync($"/incidents/{incident}/activities")).Body.EnumerateArray().Reverse().ToList();
        var now = await project.Viewer.GetAsync($"/incidents/{incident}");
        Assert.Equal(now.Text("state"), Follow(story, "state_change", "detected"));
        Assert.Equal(now.Text("severity"), Follow(story, "severity_change", "low"));
        Assert.Equal(40, story.Count(activity => Text(activity, "activity_type") == "comment"));
        var changes = story.Count(activity => Text(activity, "activity_type") is "state_change" or "severity_change");
        Assert.True(changes > 20);
        Assert.Equal(1 + changes, now.Number("version"));
        Assert.Equal(story.Select(activity => activity.GetProperty("created_at").GetDateTimeOffset()).Order(), story.Select(activity => activity.GetProperty("created_at").GetDateTimeOffset()));

        // What is shown live is the same story.
        await Wait.UntilAsync(async () => (await server.Servers.EventsAsync(project.Id)).Count == story.Count);
        var events = await server.Servers.EventsAsync(project.Id);
        Assert.Equal(
            story.Select(activity => Text(activity, "activity_type")).Select(type => type == "system" ? "incident.created" : type == "comment" ? "incident.commented" : "incident.updated"),
            events.Select(entry => entry.Type));
        Assert.Equal(Enumerable.Range(2, changes), events.Where(entry => entry.Type == "incident.updated").Select(entry => entry.Data.GetProperty("version").GetInt32()));
        Assert.Equal(now.Body.ToString(), events.Last(entry => entry.Type == "incident.updated").Data.ToString());
    }

    [Fact]
    public async Task Of_many_who_decide_about_the_same_version_one_wins()
    {
        var project = server.Servers.NewProject();
        var incident = await project.AddIncidentAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            project.As("engineer", n % 2).PatchAsync($"/incidents/{incident}/state", new { state = n % 4 < 2 ? "acknowledged" : "closed", version = 1 })));

        Assert.Single(answers, answer => answer.Code == 200);
        Assert.Equal(19, answers.Count(answer => answer.Code == 409));
    }

    [Fact]
    public async Task Hypotheses_are_asked_for_once_however_many_replicas_there_are()
    {
        var project = server.Servers.NewProject();
        var incidents = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
            (await project.As("engineer", n % 2).PostAsync("/incidents", new { title = $"I{n}", service_name = "s" })).Id()));

        await Wait.UntilAsync(async () => (long)(await server.Servers.SqlAsync($"select count(*) from hypothesis_requests where project_id = '{project.Id}'"))! == 0);

        Assert.All(incidents, incident => Assert.Single(server.Servers.Ai.AskedAbout(incident)));
    }

    // Every change begins where the one before it ended.
    private static string? Follow(IEnumerable<JsonElement> story, string type, string? value)
    {
        foreach (var change in story.Where(activity => Text(activity, "activity_type") == type))
        {
            Assert.Equal(value, Text(change, "old_value"));
            value = Text(change, "new_value");
        }

        return value;
    }

    private static string? Text(JsonElement activity, string field) => activity.GetProperty(field).GetString();
}

/// <summary>A server with a second replica.</summary>
public sealed class TwoReplicas(PostgresFixture.PostgresServer postgres) : IAsyncLifetime
{
    internal IncidentServer Servers { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Servers.InitializeAsync();
        await Servers.AddReplicaAsync();
    }

    public ValueTask DisposeAsync() => Servers.DisposeAsync();
}
