namespace SreCopilot.IncidentService.Tests;

public sealed class ActivityTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    [Fact]
    public async Task A_comment_is_in_the_callers_name_and_live()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();

        var answer = await project.Engineer.PostAsync(
            $"/incidents/{incident}/comments", new { content = "looking\ninto it", user_id = Guid.NewGuid(), user_name = "Mallory", user_email = "m@evil.example" });

        Assert.Equal(200, answer.Code);
        Assert.Equal(("comment", "looking\ninto it", "The engineer", "engineer@acme.example"), (answer.Text("activity_type"), answer.Text("content"), answer.Text("user_name"), answer.Text("user_email")));
        Assert.Equal((incident, project.Members.Single(member => member.Role == "engineer").Id), (answer.Id("incident_id"), answer.Id("user_id")));
        Assert.Null(answer.Text("old_value"));
        await Wait.UntilAsync(async () => (await server.EventsAsync(project.Id)).Count == 2);
        var (type, data) = (await server.EventsAsync(project.Id))[1];
        Assert.Equal(("incident.commented", answer.Body.ToString()), (type, data.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("\u0001")]
    [InlineData(null)]
    public async Task A_comment_says_something(string? content)
    {
        var project = server.NewProject();

        Assert.Equal(422, (await project.Engineer.PostAsync($"/incidents/{await project.AddIncidentAsync()}/comments", new { content })).Code);
    }

    [Fact]
    public async Task The_story_is_told_newest_first_and_in_parts()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        await project.Engineer.PostAsync($"/incidents/{incident}/comments", new { content = "one" });
        await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "resolved", comment = "restarted it" });
        await project.Engineer.PatchAsync($"/incidents/{incident}/severity", new { severity = "low" });

        var story = await project.Viewer.GetAsync($"/incidents/{incident}/activities");
        var part = await project.Viewer.GetAsync($"/incidents/{incident}/activities?limit=2&before={story.Each("id")[0]}");

        Assert.Equal(["severity_change", "state_change", "comment", "system"], story.Each("activity_type"));
        Assert.Equal(["Severity changed from high to low.", "restarted it", "one", "Reported by The engineer."], story.Each("content"));
        Assert.Equal(["high", "detected", "", ""], story.Each("old_value"));
        Assert.Equal(["low", "resolved", "", ""], story.Each("new_value"));
        Assert.Equal(story.Each("id")[1..3], part.Each("id"));
        Assert.Equal(422, (await project.Viewer.GetAsync($"/incidents/{incident}/activities?limit=1001")).Code);
    }
}
