namespace SreCopilot.AiService.Tests.Service;

/// <summary>What people say about hypotheses changes later rankings of their project, and can be looked at and forgotten.</summary>
public sealed class FeedbackTests(AiServer server) : IClassFixture<AiServer>
{
    [Fact]
    public async Task Verdicts_change_the_confidence_of_the_project_and_only_of_it_until_they_are_forgotten()
    {
        var (project, other) = (server.NewProject(), server.NewProject());
        var (first, second) = (await AnalyseAsync(project), await AnalyseAsync(other));

        foreach (var place in Enumerable.Range(1, 3))
        {
            // Another incident each time: a person has one verdict per incident and cause.
            var (incident, hypothesis, _) = await AnalyseAsync(project);
            Assert.Equal(200, (await project.Engineer.PostAsync(Path(incident, hypothesis), new { verdict = "accepted", comment = place == 3 ? "It was" : "" })).Code);
        }

        var learned = await AnalyseAsync(project);
        var unmoved = await AnalyseAsync(other);
        Assert.True(learned.Confidence > first.Confidence, $"{learned.Confidence} {first.Confidence}");
        Assert.Equal(second.Confidence, unmoved.Confidence);
        var feedback = await project.Viewer.GetAsync("/feedback");
        Assert.Equal((3, "bad_deployment", 3, 0.8), (feedback.Number("total"), feedback["causes"][0].GetProperty("cause").GetString(), feedback["causes"][0].GetProperty("accepted").GetInt32(), feedback["causes"][0].GetProperty("human_validation").GetDouble()));
        Assert.Contains(feedback["verdicts"].EnumerateArray(), verdict => verdict.GetProperty("comment").GetString() == "It was");

        Assert.Equal(3, (await project.As("admin").DeleteAsync("/feedback?cause=bad_deployment")).Number("removed"));

        Assert.Equal(first.Confidence, (await AnalyseAsync(project)).Confidence);
        Assert.Equal(0, (await project.Viewer.GetAsync("/feedback")).Number("total"));
    }

    [Fact]
    public async Task A_rejection_lowers_it_and_a_second_verdict_replaces_the_first()
    {
        var project = server.NewProject();
        var (incident, hypothesis, before) = await AnalyseAsync(project);
        var engineer = project.Engineer;

        await engineer.PostAsync(Path(incident, hypothesis), new { verdict = "accepted" });
        await engineer.PostAsync(Path(incident, hypothesis), new { verdict = "rejected" });

        Assert.Equal((1, 0, 1), ((await project.Viewer.GetAsync("/feedback")).Number("total"),
            (await project.Viewer.GetAsync("/feedback"))["causes"][0].GetProperty("accepted").GetInt32(), (await project.Viewer.GetAsync("/feedback"))["causes"][0].GetProperty("rejected").GetInt32()));
        Assert.True((await AnalyseAsync(project)).Confidence < before);
    }

    [Fact]
    public async Task A_similar_incident_whose_cause_was_confirmed_is_a_precedent()
    {
        var project = server.NewProject();
        var (incident, hypothesis, _) = await AnalyseAsync(project);
        await project.Engineer.PostAsync(Path(incident, hypothesis), new { verdict = "accepted" });
        var past = new { id = incident, title = "Checkout fails", service_name = "checkout", state = "resolved", severity = "high", detected_at = server.Time.GetUtcNow().AddDays(-3) };
        server.Platform.Answer(project, "/incidents", new { items = new[] { past }, total = 1 });
        server.Platform.Answer(project, $"/incidents/{incident}/activities", new[] { new { activity_type = "state_change", content = "Rolled back to 2.3.9", new_value = "resolved" } });
        var later = server.Platform.AddIncident(project, server.Time.GetUtcNow());

        await AiServer.GenerateAsync(project, later);

        var best = (await project.Viewer.GetAsync($"/incidents/{later}/analysis"))["hypotheses"][0];
        Assert.True(best.GetProperty("factors").GetProperty("precedent").GetDouble() > 0.5);
        var precedent = Assert.Single(best.GetProperty("supporting").EnumerateArray(), one => one.GetProperty("evidence_id").GetString() == $"incident:{incident}");
        Assert.Contains("Rolled back to 2.3.9", precedent.GetProperty("summary").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"verdict":"perhaps"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"verdict":"accepted","comment":"\u0000"}""")]
    public async Task A_verdict_that_is_none_is_refused(string body)
    {
        var project = server.NewProject();

        Assert.Equal(422, (await project.Engineer.SendAsync(HttpMethod.Post, Path(Guid.NewGuid(), Guid.NewGuid()), body)).Code);
    }

    [Fact]
    public async Task Viewers_read_and_give_no_verdicts()
    {
        var project = server.NewProject();
        var (incident, hypothesis, _) = await AnalyseAsync(project);

        Assert.Equal(403, (await project.Viewer.PostAsync(Path(incident, hypothesis), new { verdict = "accepted" })).Code);
        Assert.Equal(403, (await project.Viewer.DeleteAsync("/feedback")).Code);
        Assert.Equal(403, (await project.Engineer.DeleteAsync("/feedback")).Code);
        Assert.Equal(404, (await project.Neighbour().Engineer.PostAsync(Path(incident, hypothesis), new { verdict = "accepted" })).Code);
    }

    private static string Path(Guid incident, Guid hypothesis) => $"/incidents/{incident}/hypotheses/{hypothesis}/feedback";

    private async Task<(Guid Incident, Guid Hypothesis, double Confidence)> AnalyseAsync(TestProject project)
    {
        server.Platform.BreakCheckout(project, server.Time.GetUtcNow().AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, server.Time.GetUtcNow());
        var answer = await AiServer.GenerateAsync(project, incident);
        Assert.Equal(200, answer.Code);
        var best = answer["hypotheses"][0];
        return (incident, best.GetProperty("id").GetGuid(), best.GetProperty("confidence_score").GetDouble());
    }
}
