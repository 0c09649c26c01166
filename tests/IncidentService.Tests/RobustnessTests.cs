namespace SreCopilot.IncidentService.Tests;

/// <summary>Nonsense on every operation of the OpenAPI document; operations that are added later are covered without being mentioned.</summary>
public sealed class RobustnessTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    // Enough to get past the first checks; fields that are not named here begin as a word.
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["severity"] = "high", ["state"] = "closed", ["version"] = 1, ["assignee_id"] = Guid.Empty, ["received_at"] = "2026-03-01T10:20:30Z",
        ["hypotheses"] = Array.Empty<object>(), ["steps"] = Array.Empty<object>(), ["ai_requests"] = Array.Empty<object>(),
    };

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        var nonsense = new Nonsense(
            (operation, path, content) => (operation.IsInternal ? project.Service : project.Engineer).SendRawAsync(operation.Method, path, content),
            _ => incident.ToString(),
            Plausible);

        foreach (var operation in await server.ListOperationsAsync())
        {
            await nonsense.TryAsync(operation);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{nonsense.Sent} requests");
        Assert.True(nonsense.Sent > 1000);
    }

    [Theory]
    [InlineData("""{"hypotheses":[{"claim":"\ud800","confidence_score":1}]}""")]
    [InlineData("""{"hypotheses":[{"claim":"x","confidence_score":1,"supporting_evidence":[null]}]}""")]
    [InlineData("""{"hypotheses":[{"claim":"x","confidence_score":1,"supporting_evidence":["\u0000"]}]}""")]
    [InlineData("""{"steps":[{"step_type":"logs_fetched","status":"completed","started_at":"2026-03-01T10:20:30Z","completed_at":"2026-03-01T10:20:29Z"}]}""")]
    [InlineData("""{"steps":[{"step_type":"logs_fetched","status":"completed","cost_usd":99999999}]}""")]
    [InlineData("""{"ai_requests":[{"id":"00000000-0000-0000-0000-000000000000"}]}""")]
    public async Task Nonsense_inside_of_an_analysis_is_refused(string body)
    {
        var project = server.NewProject();

        var answer = await project.Service.SendAsync(HttpMethod.Post, $"/internal/incidents/{await project.AddIncidentAsync()}/analysis", body);

        Assert.True(answer.Code is 400 or 422, $"{answer.Code}");
    }

    [Fact]
    public async Task An_id_that_is_none_is_named()
    {
        var answer = await server.NewProject().Viewer.GetAsync("/incidents/x/activities");

        Assert.Equal((400, "INVALID_UUID"), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith("incident_id:", answer.Detail, StringComparison.Ordinal);
    }
}
