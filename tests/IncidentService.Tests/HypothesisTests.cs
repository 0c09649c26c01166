using System.Text.Json;

namespace SreCopilot.IncidentService.Tests;

public sealed class HypothesisTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    private static readonly string[] Evidence = ["deploy 3 min before", "error rate x5"];

    [Fact]
    public async Task Without_an_ai_service_that_offers_any_there_are_no_hypotheses_yet_and_it_is_not_asked_again()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync("Nobody knows why");

        var step = await StepAsync(project, incident, "skipped");

        Assert.Contains("No hypotheses yet", step.GetProperty("error_message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await project.Viewer.GetAsync($"/incidents/{incident}/hypotheses")).Body.GetArrayLength());
        var asked = Assert.Single(server.Ai.AskedAbout(incident));
        Assert.Equal(("Nobody knows why", "checkout"), (asked.GetProperty("title").GetString(), asked.GetProperty("service_name").GetString()));
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from hypothesis_requests where incident_id = '{incident}'"));
    }

    [Fact]
    public async Task A_failing_ai_service_is_asked_again_with_growing_pauses_and_then_given_up()
    {
        var project = server.NewProject();
        server.Ai.Statuses["always down"] = 503;
        var incident = await project.AddIncidentAsync("always down");

        for (var attempt = 1; attempt < 6; attempt++)
        {
            var pending = await StepAsync(project, incident, "pending", $"Attempt {attempt} of 6");
            Assert.Equal(JsonValueKind.Null, pending.GetProperty("completed_at").ValueKind);
            server.Time.Advance(TimeSpan.FromSeconds(10 * Math.Pow(2, attempt - 1)));
        }

        var failed = await StepAsync(project, incident, "failed");
        Assert.Contains("503", failed.GetProperty("error_message").GetString(), StringComparison.Ordinal);
        Assert.Equal(6, server.Ai.AskedAbout(incident).Count);
        Assert.True(failed.GetProperty("duration_ms").GetInt32() >= 310_000);
    }

    [Fact]
    public async Task A_refused_question_is_not_repeated()
    {
        var project = server.NewProject();
        server.Ai.Statuses["refused"] = 422;
        var incident = await project.AddIncidentAsync("refused");

        await StepAsync(project, incident, "failed");

        Assert.Single(server.Ai.AskedAbout(incident));
    }

    [Fact]
    public async Task What_ai_service_delivers_is_ranked_kept_and_live()
    {
        var project = server.NewProject();
        server.Ai.Statuses["answered"] = 200;
        var incident = await project.AddIncidentAsync("answered");
        await StepAsync(project, incident, "completed");

        var delivered = await project.Service.PostAsync($"/internal/incidents/{incident}/analysis", Found("Bad deploy", "Slow disk"));

        Assert.Equal(200, delivered.Code);
        var list = await project.Viewer.GetAsync($"/incidents/{incident}/hypotheses");
        Assert.Equal(["Bad deploy", "Slow disk"], list.Each("claim"));
        Assert.Equal(["1", "2"], list.Each("rank"));
        Assert.Equal("""["deploy 3 min before","error rate x5"]""", list.Body[0].GetProperty("supporting_evidence").ToString());
        Assert.Equal(0.85, list.Body[0].GetProperty("confidence_score").GetDouble());
        await Wait.UntilAsync(async () => (await server.EventsAsync(project.Id)).Count == 3);
        var events = await server.EventsAsync(project.Id);
        Assert.Equal(["incident.created", "hypothesis.generated", "hypothesis.generated"], events.Select(entry => entry.Type));
        Assert.Equal(list.Body[0].ToString(), events[1].Data.ToString());

        await project.Service.PostAsync($"/internal/incidents/{incident}/analysis", Found("It was DNS"));
        Assert.Equal(["It was DNS"], (await project.Viewer.GetAsync($"/incidents/{incident}/hypotheses")).Each("claim"));
    }

    [Fact]
    public async Task The_workflow_shows_the_steps_that_were_done_and_how_long_they_took()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync("workflow");
        await StepAsync(project, incident, "skipped");
        var start = server.Time.GetUtcNow();

        await project.Service.PostAsync($"/internal/incidents/{incident}/analysis", new
        {
            steps = new object[]
            {
                new { step_type = "logs_analyzed", status = "failed", started_at = start, completed_at = start.AddMilliseconds(250), error_message = "log-service is away" },
                new { step_type = "hypothesis_generated", status = "completed", started_at = start, completed_at = start.AddMilliseconds(1800), input_tokens = 220, output_tokens = 600, cost_usd = 0.000393 },
            },
        });

        var answer = await project.Viewer.GetAsync($"/incidents/{incident}/workflow");
        var steps = answer["steps"].EnumerateArray().ToList();
        Assert.Equal(["alert_received 1 completed Alert Received", "logs_analyzed 2 failed Logs Analyzed", "hypothesis_generated 3 completed Hypothesis Generated"], steps.Select(step =>
            $"{step.GetProperty("step_type")} {step.GetProperty("step_number")} {step.GetProperty("status")} {step.GetProperty("step_type_display")}"));
        Assert.Equal([0, 250, 1800], steps.Select(step => step.GetProperty("duration_ms").GetInt32()));
        Assert.Equal("log-service is away", steps[1].GetProperty("error_message").GetString());
        Assert.Equal((820, 0.000393m), (steps[2].GetProperty("total_tokens").GetInt32(), steps[2].GetProperty("cost_usd").GetDecimal()));
        Assert.Equal(
            """{"total_steps":3,"completed_steps":2,"failed_steps":1,"in_progress_steps":0,"skipped_steps":0,"total_cost_usd":0.000393,"total_tokens":820}""",
            answer["workflow_summary"].ToString());
    }

    [Fact]
    public async Task A_request_to_a_model_costs_once_however_often_it_is_delivered()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();
        var request = new
        {
            ai_requests = new[]
            {
                new { id = Guid.NewGuid(), request_type = "hypothesis", input_tokens = 220, output_tokens = 600, cost_usd = 0.000393, duration_ms = 1800, model_used = "gpt-4o-mini", success = true },
            },
        };
        await project.Service.PostAsync($"/internal/incidents/{incident}/analysis", request);
        await project.Service.PostAsync($"/internal/incidents/{incident}/analysis", request);

        var answer = await project.Viewer.GetAsync($"/incidents/{incident}/metrics");

        Assert.Equal("Checkout latency", answer.Text("incident_title"));
        Assert.Equal(
            """{"total_ai_requests":1,"total_analysis_steps":2,"total_cost_usd":0.000393,"total_tokens":820,"total_input_tokens":220,"total_output_tokens":600}""",
            answer["summary"].ToString());
        Assert.Equal("""{"input_cost_usd":0.000033,"output_cost_usd":0.00036,"total_cost_usd":0.000393}""", answer["cost_breakdown"].ToString());
        Assert.Equal(820, Assert.Single(answer["ai_requests"].EnumerateArray()).GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task An_analysis_that_makes_no_sense_is_refused_as_a_whole()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();

        var answer = await project.Service.PostAsync($"/internal/incidents/{incident}/analysis", new
        {
            hypotheses = new object?[] { new { claim = "fine", confidence_score = 0.5 }, new { claim = "", confidence_score = 1.5 }, null },
            steps = new object[] { new { step_type = "dance", status = "done" } },
        });

        Assert.Equal(422, answer.Code);
        Assert.All(["claim", "confidence_score", "step_type", "status"], field => Assert.Contains(field, answer.Detail, StringComparison.Ordinal));
        Assert.Equal(0, (await project.Viewer.GetAsync($"/incidents/{incident}/hypotheses")).Body.GetArrayLength());
    }

    private static object Found(params string[] claims) => new
    {
        hypotheses = claims.Select(claim => new { claim, description = "", confidence_score = 0.85, supporting_evidence = Evidence }),
    };

    private static async Task<JsonElement> StepAsync(TestProject project, Guid incident, string status, string reason = "")
    {
        JsonElement step = default;
        await Wait.UntilAsync(async () =>
        {
            step = (await project.Viewer.GetAsync($"/incidents/{incident}/workflow"))["steps"].EnumerateArray().Single(step => step.GetProperty("step_type").GetString() == "hypothesis_generated");
            return step.GetProperty("status").GetString() == status && (step.GetProperty("error_message").GetString() ?? "").StartsWith(reason, StringComparison.Ordinal);
        });
        return step;
    }
}
