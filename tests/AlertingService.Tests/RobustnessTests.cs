namespace SreCopilot.AlertingService.Tests;

/// <summary>Nonsense on every operation of the OpenAPI document; operations that are added later are covered without being mentioned.</summary>
public sealed class RobustnessTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    // Enough to get past the first checks; fields that are not named here begin as a word.
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["signal"] = "metric", ["operator"] = "gt", ["threshold"] = 5, ["duration_seconds"] = 60, ["severity"] = "warning", ["enabled"] = false, ["aggregation"] = "avg",
        ["hold_seconds"] = 0, ["recovery_seconds"] = 0, ["no_data"] = "keep", ["no_data_seconds"] = 60, ["group_by"] = Array.Empty<string>(), ["labels"] = new Dictionary<string, string>(),
        ["query"] = "", ["slo_id"] = Guid.Empty, ["condition_ids"] = Array.Empty<Guid>(), ["channel_ids"] = Array.Empty<Guid>(), ["incident_preference"] = "per_policy",
        ["opens_incidents"] = true, ["includes_monitors"] = false, ["type"] = "slack", ["config"] = new Dictionary<string, string> { ["webhook_url"] = "https://nobody.invalid/" },
        ["match_criteria"] = new Dictionary<string, string>(), ["start_time"] = "2026-03-01T10:20:30Z", ["end_time"] = "2026-03-01T11:20:30Z", ["repeat"] = "none", ["hours"] = 1,
        ["condition"] = new Dictionary<string, string>(),
    };

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var project = server.NewProject();
        var id = await project.AddConditionAsync("m", ("enabled", false));
        var nonsense = new Nonsense((operation, path, content) => project.Engineer.SendRawAsync(operation.Method, path, content), _ => id.ToString(), Plausible);

        foreach (var operation in Operation.ReadAll(await server.DescribeAsync()))
        {
            await nonsense.TryAsync(operation);
        }

        Assert.True(nonsense.Sent > 500, $"{nonsense.Sent}");
    }

    [Theory]
    [InlineData("""{"group_by":[null]}""")]
    [InlineData("""{"group_by":["a","a"]}""")]
    [InlineData("""{"labels":{"a":null}}""")]
    [InlineData("""{"labels":{"\u0000":"x"}}""")]
    [InlineData("""{"slo_id":"x"}""")]
    [InlineData("""{"threshold":1e999}""")]
    [InlineData("""{"threshold":"NaN"}""")]
    [InlineData("""{"duration_seconds":1.5}""")]
    public async Task Nonsense_inside_of_a_condition_is_refused(string body)
    {
        var project = server.NewProject();
        var id = await project.AddConditionAsync("m", ("enabled", false));

        var answer = await project.Engineer.SendAsync(HttpMethod.Put, $"/conditions/{id}", body);

        Assert.True(answer.Code == 400, $"{answer.Code} {answer.Body}");
    }

    [Fact]
    public async Task An_id_that_is_none_is_named()
    {
        var answer = await server.NewProject().Viewer.GetAsync("/conditions/x");

        Assert.Equal((400, "INVALID_UUID"), (answer.Code, answer.Text("error_code")));
    }
}
