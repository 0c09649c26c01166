namespace SreCopilot.IncidentService.Tests;

public sealed class CreationTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    [Fact]
    public async Task A_new_incident_is_detected_now_and_has_the_fields_of_the_contract()
    {
        var project = server.NewProject();

        var answer = await project.Engineer.PostAsync("/incidents", new { title = "Checkout latency", service_name = "checkout" });

        Assert.Equal(200, answer.Code);
        Assert.Equal(("Checkout latency", "", "checkout"), (answer.Text("title"), answer.Text("description"), answer.Text("service_name")));
        Assert.Equal(("detected", "medium", "manual"), (answer.Text("state"), answer.Text("severity"), answer.Text("source")));
        Assert.Equal("2026-03-01T10:20:30Z", answer.Text("detected_at"));
        Assert.Equal(answer.Text("detected_at"), answer.Text("created_at"));
        Assert.All(["acknowledged_at", "mitigated_at", "resolved_at", "closed_at", "assignee_id"], field => Assert.Equal(System.Text.Json.JsonValueKind.Null, answer[field].ValueKind));
        Assert.Equal(answer.Body.ToString(), (await project.Viewer.GetAsync($"/incidents/{answer.Id()}")).Body.ToString());
    }

    [Fact]
    public async Task All_mistakes_are_named_at_once()
    {
        var answer = await server.NewProject().Engineer.PostAsync("/incidents", new { title = " ", description = new string('x', 5001), severity = "huge" });

        Assert.Equal((422, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.All(["title:", "description:", "service_name:", "severity:"], field => Assert.Contains(field, answer.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Project_and_author_are_those_of_the_token_whatever_the_body_says()
    {
        var (project, other) = (server.NewProject(), server.NewProject());

        var answer = await project.Engineer.PostAsync($"/incidents?project_id={other.Id}", new
        {
            title = "T", service_name = "s", project_id = other.Id, tenant_id = other.TenantId, user_name = "Mallory", user_id = Guid.NewGuid(), state = "closed",
        });

        Assert.Equal("detected", answer.Text("state"));
        Assert.Equal(404, (await other.Viewer.GetAsync($"/incidents/{answer.Id()}")).Code);
        var begin = Assert.Single((await project.Viewer.GetAsync($"/incidents/{answer.Id()}/activities")).Body.EnumerateArray());
        Assert.Equal("The engineer", begin.GetProperty("user_name").GetString());
    }

    [Fact]
    public async Task The_answer_does_not_wait_for_hypotheses_but_for_the_event()
    {
        var project = server.NewProject();

        // Not while the service is still starting: whoever sees the second event knows that the relay is done with the first.
        for (var count = 1; count <= 2; count++)
        {
            await project.AddIncidentAsync();
            await Wait.UntilAsync(async () => (await server.EventsAsync(project.Id)).Count == count);
        }

        var incident = await project.AddIncidentAsync(FakeAi.Hanging);

        var (type, data) = (await server.EventsAsync(project.Id))[2];
        Assert.Equal(("incident.created", incident), (type, data.GetProperty("id").GetGuid()));
        Assert.Equal((await project.Viewer.GetAsync($"/incidents/{incident}")).Body.ToString(), data.ToString());
    }

    [Fact]
    public async Task Requests_with_the_same_idempotency_key_make_one_incident()
    {
        var project = server.NewProject();
        var body = new { title = "T", service_name = "s" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => project.Engineer.PostAsync("/incidents", body, ("Idempotency-Key", "k-1"))));

        Assert.Single(answers.Select(answer => answer.Id()).Distinct());
        Assert.NotEqual(answers[0].Id(), (await project.Engineer.PostAsync("/incidents", body, ("Idempotency-Key", "k-2"))).Id());
        Assert.NotEqual(answers[0].Id(), (await server.NewProject().Engineer.PostAsync("/incidents", body, ("Idempotency-Key", "k-1"))).Id());
        Assert.Equal(2, (await project.Viewer.GetAsync("/incidents")).Number("total"));
    }

    [Fact]
    public async Task A_token_without_a_project_gets_a_hint()
    {
        var answer = await server.As(server.NewProject().CallerOf("owner") with { ProjectId = null }).GetAsync("/incidents");

        Assert.Equal((400, "MISSING_PROJECT_ID"), (answer.Code, answer.Text("error_code")));
    }
}
