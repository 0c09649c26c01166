using System.Text.Json;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>From an incident to hypotheses at incident-service.</summary>
public sealed class GenerationTests(AiServer server) : IClassFixture<AiServer>
{
    private static readonly string[] Expected = ["deployment", "error", "errors"];

    private DateTimeOffset Now => server.Time.GetUtcNow();

    [Fact]
    public async Task Evidence_becomes_ranked_hypotheses_that_cite_it_and_incident_service_gets_them()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, Now.AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, Now);

        var answer = await AiServer.GenerateAsync(project, incident);

        Assert.Equal((200, false, "engine"), (answer.Code, answer["cached"].GetBoolean(), answer.Text("generated_by")));
        Assert.Equal(JsonValueKind.Null, answer["token_usage"].ValueKind);
        var analysis = (await project.Viewer.GetAsync($"/incidents/{incident}/analysis")).Body;
        var best = analysis.GetProperty("hypotheses")[0];
        Assert.Equal(("bad_deployment", "checkout", 1), (best.GetProperty("cause").GetString(), best.GetProperty("subject").GetString(), best.GetProperty("rank").GetInt32()));
        var cited = best.GetProperty("supporting").EnumerateArray().Select(one => one.GetProperty("evidence_id").GetString()!.Split(':')[0]).ToList();
        Assert.All(Expected, kind => Assert.Contains(kind, cited));
        Assert.InRange(best.GetProperty("confidence_score").GetDouble(), best.GetProperty("confidence_lower").GetDouble(), best.GetProperty("confidence_upper").GetDouble());
        Assert.NotEmpty(best.GetProperty("next_check").GetString()!);
        Assert.Equal(Now.AddMinutes(-4).AddSeconds(-30), analysis.GetProperty("onset").GetDateTimeOffset());
        Assert.All(best.GetProperty("supporting").EnumerateArray(), one => Assert.StartsWith("/", one.GetProperty("link").GetString(), StringComparison.Ordinal));

        var delivered = Assert.Single(server.Platform.Delivered[incident]);
        Assert.Equal(best.GetProperty("id").GetGuid(), delivered.GetProperty("hypotheses")[0].GetProperty("id").GetGuid());
        Assert.Contains("Next check", delivered.GetProperty("hypotheses")[0].GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal(["metrics_fetched", "logs_fetched", "hypothesis_generated"], delivered.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step_type").GetString()!));
    }

    [Fact]
    public async Task The_same_input_gives_the_same_output()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, Now.AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, Now);

        var first = await project.Engineer.PostAsync($"/incidents/{incident}/analysis", new { });
        var second = await project.Engineer.PostAsync($"/incidents/{incident}/analysis", new { });

        Assert.Equal((200, 200), (first.Code, second.Code));
        Assert.Equal(first["hypotheses"].ToString(), second["hypotheses"].ToString());
        Assert.Equal(first["evidence"].ToString(), second["evidence"].ToString());
    }

    [Fact]
    public async Task A_second_time_nothing_is_collected_or_delivered_again()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, Now.AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, Now);
        var first = await AiServer.GenerateAsync(project, incident);

        var second = await AiServer.GenerateAsync(project, incident);

        Assert.Equal((200, true), (second.Code, second["cached"].GetBoolean()));
        Assert.Equal(first["hypotheses"].ToString(), second["hypotheses"].ToString());
        Assert.Single(server.Platform.Delivered[incident]);
    }

    [Fact]
    public async Task Sources_that_do_not_answer_are_named_and_the_rest_is_used()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, Now.AddMinutes(-4));
        server.Platform.Answer(project, "/logs/patterns", new { detail = "broken" }, 500);
        server.Platform.Answer(project, $"/projects/{project.Id}/monitoring/alerts", new { detail = "broken" }, 503);
        var incident = server.Platform.AddIncident(project, Now);

        var answer = await AiServer.GenerateAsync(project, incident);

        Assert.Equal(["alert", "log_pattern"], answer["missing"].EnumerateArray().Select(one => one.GetString()!.Split(':')[0]));
        Assert.Contains("bad_deployment", (await project.Viewer.GetAsync($"/incidents/{incident}/analysis")).Body.ToString(), StringComparison.Ordinal);
        var delivered = Assert.Single(server.Platform.Delivered[incident]);
        Assert.Contains("Could not be asked: alert, log pattern", delivered.GetProperty("hypotheses")[0].GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal("failed", delivered.GetProperty("steps")[1].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Without_any_evidence_there_is_no_hypothesis_rather_than_an_invented_one()
    {
        var project = server.NewProject();
        var incident = server.Platform.AddIncident(project, Now);

        var answer = await AiServer.GenerateAsync(project, incident);

        Assert.Equal((200, 0), (answer.Code, answer.Number("hypotheses_generated")));
    }

    [Fact]
    public async Task When_incident_service_does_not_take_it_it_is_delivered_at_the_next_try()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, Now.AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, Now);
        server.Platform.DeliveryStatus[incident] = 503;

        var first = await AiServer.GenerateAsync(project, incident);
        server.Platform.DeliveryStatus.TryRemove(incident, out _);
        var second = await AiServer.GenerateAsync(project, incident);

        Assert.Equal((503, true), (first.Code, first.HasRetryAfter));
        Assert.Equal((200, true), (second.Code, second["cached"].GetBoolean()));
        Assert.Single(server.Platform.Delivered[incident]);
    }

    [Fact]
    public async Task An_incident_of_nobody_is_404_and_a_bad_request_422()
    {
        var project = server.NewProject();

        Assert.Equal(404, (await AiServer.GenerateAsync(project, Guid.NewGuid())).Code);
        Assert.Equal(422, (await project.Service.PostAsync("/generate-hypotheses", new { incident_id = Guid.NewGuid() })).Code);
        Assert.Equal(404, (await project.Viewer.GetAsync($"/incidents/{Guid.NewGuid()}/analysis")).Code);
    }

    [Fact]
    public async Task A_batch_is_processed_one_by_one_and_unknown_incidents_are_left_out()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, Now.AddMinutes(-4));
        var (known, cached) = (server.Platform.AddIncident(project, Now), server.Platform.AddIncident(project, Now));
        await AiServer.GenerateAsync(project, cached);
        object[] batch = [.. new[] { known, cached, Guid.NewGuid() }.Select(id => new { incident_id = id, title = "t", description = "", service_name = "checkout" })];

        var answer = await project.Service.PostAsync("/generate-hypotheses-batch", batch);

        Assert.Equal((200, 3, 1, 1), (answer.Code, answer.Number("batch_size"), answer.Number("processed"), answer.Number("cached")));
        Assert.Equal(400, (await project.Service.PostAsync("/generate-hypotheses-batch", Array.Empty<object>())).Code);
    }
}
