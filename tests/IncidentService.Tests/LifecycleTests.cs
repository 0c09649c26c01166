using System.Text.Json;

namespace SreCopilot.IncidentService.Tests;

public sealed class LifecycleTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    // docs/compatibility/incident-service.md shows the same table.
    private static readonly Dictionary<string, string[]> After = new()
    {
        ["detected"] = ["acknowledged", "investigating", "mitigated", "resolved", "closed"],
        ["acknowledged"] = ["detected", "investigating", "mitigated", "resolved", "closed"],
        ["investigating"] = ["detected", "acknowledged", "mitigated", "resolved", "closed"],
        ["mitigated"] = ["investigating", "resolved", "closed"],
        ["resolved"] = ["detected", "investigating", "learned", "closed"],
        ["learned"] = ["detected", "investigating", "closed"],
        ["closed"] = ["detected", "investigating"],
    };

    public static TheoryData<string> States => [.. After.Keys];

    [Theory]
    [MemberData(nameof(States))]
    public async Task From_a_state_an_incident_goes_only_where_it_can(string from)
    {
        var project = server.NewProject();
        foreach (var to in After.Keys.Where(to => to != from))
        {
            var incident = await project.AddIncidentAsync();
            await BringToAsync(project, incident, from);

            var answer = await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = to });

            var now = await project.Viewer.GetAsync($"/incidents/{incident}");
            if (After[from].Contains(to))
            {
                Assert.Equal((200, to, to), (answer.Code, answer.Text("new_state"), now.Text("state")));
            }
            else
            {
                Assert.Equal((409, from), (answer.Code, now.Text("state")));
                Assert.All(After[from], possible => Assert.Contains(possible, answer.Detail, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Moments_are_set_when_they_happen_kept_and_cleared_when_they_are_undone()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        var seen = new Dictionary<string, string?>();

        await EnterAsync("acknowledged");
        var acknowledged = seen["acknowledged_at"];
        await EnterAsync("investigating");
        Assert.Equal(acknowledged, seen["acknowledged_at"]);
        await EnterAsync("mitigated");
        var mitigated = seen["mitigated_at"];
        Assert.NotNull(mitigated);
        await EnterAsync("resolved");
        var resolved = seen["resolved_at"];
        Assert.NotNull(resolved);
        await EnterAsync("learned");
        await EnterAsync("closed");
        Assert.Equal((acknowledged, mitigated, resolved), (seen["acknowledged_at"], seen["mitigated_at"], seen["resolved_at"]));
        Assert.NotNull(seen["closed_at"]);

        await EnterAsync("investigating");
        Assert.Equal((acknowledged, null, null, null), (seen["acknowledged_at"], seen["mitigated_at"], seen["resolved_at"], seen["closed_at"]));
        await EnterAsync("resolved");
        Assert.NotEqual(resolved, seen["resolved_at"]);
        await EnterAsync("open");
        Assert.All(["acknowledged_at", "mitigated_at", "resolved_at", "closed_at"], field => Assert.Null(seen[field]));
        // Nobody took notice of it before it was over.
        await EnterAsync("closed");
        Assert.Null(seen["acknowledged_at"]);
        Assert.Equal(seen["closed_at"], seen["resolved_at"]);

        async Task EnterAsync(string state)
        {
            server.Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(200, (await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state })).Code);
            var now = await project.Viewer.GetAsync($"/incidents/{incident}");
            foreach (var field in new[] { "acknowledged_at", "mitigated_at", "resolved_at", "closed_at" })
            {
                seen[field] = now.Text(field);
            }
        }
    }

    [Fact]
    public async Task Open_is_another_name_of_detected()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        await BringToAsync(project, incident, "resolved");

        Assert.Equal("detected", (await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "open" })).Text("new_state"));
        Assert.Equal(1, (await project.Viewer.GetAsync("/incidents?state=open")).Number("total"));
    }

    [Fact]
    public async Task A_repeated_change_changes_nothing_but_keeps_what_was_said()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "acknowledged" });

        var again = await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "acknowledged", comment = "Still me" });

        Assert.Equal((200, 2), (again.Code, again.Number("version")));
        var story = await project.Viewer.GetAsync($"/incidents/{incident}/activities");
        Assert.Equal(["comment", "state_change", "system"], story.Each("activity_type"));
    }

    [Fact]
    public async Task A_decision_about_an_older_version_is_refused()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        var seen = await project.Engineer.GetAsync($"/incidents/{incident}");
        Assert.Equal(("\"1\"", 1), (seen.EntityTag, seen.Number("version")));
        await project.As("admin").PatchAsync($"/incidents/{incident}/severity", new { severity = "low" });

        var byField = await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "closed", version = 1 });
        var byHeader = await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "closed" }, ("If-Match", seen.EntityTag!));

        Assert.Equal((409, 412), (byField.Code, byHeader.Code));
        Assert.Contains("version 2", byField.Detail, StringComparison.Ordinal);
        Assert.Equal("detected", (await project.Viewer.GetAsync($"/incidents/{incident}")).Text("state"));
        Assert.Equal(200, (await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "closed", version = 2 }, ("If-Match", "\"1\", \"2\""))).Code);
    }

    [Fact]
    public async Task Both_kinds_of_changes_carry_the_full_incident_in_order()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        await project.Engineer.PatchAsync($"/incidents/{incident}/severity", new { severity = "critical" });
        var afterSeverity = (await project.Viewer.GetAsync($"/incidents/{incident}")).Body.ToString();
        await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "resolved" });
        var afterState = (await project.Viewer.GetAsync($"/incidents/{incident}")).Body.ToString();

        await Wait.UntilAsync(async () => (await server.EventsAsync(project.Id)).Count == 3);

        var events = await server.EventsAsync(project.Id);
        Assert.Equal(["incident.created", "incident.updated", "incident.updated"], events.Select(entry => entry.Type));
        Assert.Equal([afterSeverity, afterState], events.Skip(1).Select(entry => entry.Data.ToString()));
    }

    [Fact]
    public async Task An_incident_is_assigned_to_members_only()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        var viewer = project.Members.Single(member => member.Role == "viewer");

        var assigned = await project.Engineer.PatchAsync($"/incidents/{incident}/assignee", new { assignee_id = viewer.Id });
        var stranger = await project.Engineer.PatchAsync($"/incidents/{incident}/assignee", new { assignee_id = Guid.NewGuid() });
        // Somebody who joins now is found although members are remembered.
        project.Members.Add(new TestMember(Guid.NewGuid(), "Newcomer", "new@acme.example", "engineer2"));
        var newcomer = await project.Engineer.PatchAsync($"/incidents/{incident}/assignee", new { assignee_id = project.Members[^1].Id });
        var nobody = await project.Engineer.PatchAsync($"/incidents/{incident}/assignee", new { assignee_id = (Guid?)null });

        Assert.Equal((200, viewer.Id, "The viewer", "viewer@acme.example"), (assigned.Code, assigned.Id("assignee_id"), assigned.Text("assignee_name"), assigned.Text("assignee_email")));
        Assert.Equal(422, stranger.Code);
        Assert.Equal("Newcomer", newcomer.Text("assignee_name"));
        Assert.Equal(JsonValueKind.Null, nobody["assignee_id"].ValueKind);
        var story = await project.Viewer.GetAsync($"/incidents/{incident}/activities");
        Assert.Equal(["", "Newcomer", "The viewer", ""], story.Each("new_value"));
        Assert.Equal(["Newcomer", "The viewer", "", ""], story.Each("old_value"));
    }

    [Fact]
    public async Task Without_auth_service_incidents_are_worked_on_but_not_assigned()
    {
        var project = server.NewProject();
        server.Projects.TryRemove(project.Id, out _);
        var incident = await project.AddIncidentAsync();

        var assigned = await project.Engineer.PatchAsync($"/incidents/{incident}/assignee", new { assignee_id = project.Members[0].Id });

        Assert.Equal((503, true), (assigned.Code, assigned.HasRetryAfter));
        Assert.Equal(200, (await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "closed" })).Code);
        Assert.Equal("engineer@acme.example", (await project.Viewer.GetAsync($"/incidents/{incident}/activities")).Each("user_name")[0]);
    }

    private static async Task BringToAsync(TestProject project, Guid incident, string state)
    {
        foreach (var step in state == "learned" ? ["resolved", "learned"] : state == "detected" ? Array.Empty<string>() : [state])
        {
            Assert.Equal(200, (await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = step })).Code);
        }
    }
}
