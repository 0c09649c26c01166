namespace SreCopilot.SyntheticService.Tests;

/// <summary>Nonsense on every operation of the OpenAPI document; operations that are added later are covered without being mentioned.</summary>
public sealed class RobustnessTests(SyntheticServer server) : IClassFixture<SyntheticServer>
{
    // Enough to get past the first checks; fields that are not named here begin as a word.
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["type"] = "api_test", ["url"] = "https://nobody.invalid/", ["frequency_seconds"] = 60, ["assertions"] = Array.Empty<string>(), ["headers"] = new Dictionary<string, string>(),
        ["method"] = "GET", ["enabled"] = false, ["muted"] = false, ["timeout_seconds"] = 1, ["retries"] = 0, ["follow_redirects"] = true, ["alert_after"] = 1, ["sla_target"] = 99,
    };

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = "https://nobody.invalid/", frequency_seconds = 60, enabled = false });
        var nonsense = new Nonsense((operation, path, content) => project.Engineer.SendRawAsync(operation.Method, path, content), _ => id.ToString(), Plausible);

        foreach (var operation in Operation.ReadAll(await server.DescribeAsync()))
        {
            await nonsense.TryAsync(operation);
        }

        Assert.True(nonsense.Sent > 500, $"{nonsense.Sent}");
    }

    [Theory]
    [InlineData("""{"assertions":[null]}""")]
    [InlineData("""{"assertions":["\u0000"]}""")]
    [InlineData("""{"headers":{"X":null}}""")]
    [InlineData("""{"headers":{"":"x"}}""")]
    [InlineData("""{"headers":{"\ud800":"x"}}""")]
    [InlineData("""{"url":"http://[::1"}""")]
    [InlineData("""{"url":"http://a b/"}""")]
    public async Task Nonsense_inside_of_a_monitor_is_refused(string body)
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = "https://nobody.invalid/", frequency_seconds = 60, enabled = false });

        var answer = await project.Engineer.SendAsync(HttpMethod.Put, $"/monitors/{id}", body);

        Assert.True(answer.Code == 400, $"{answer.Code} {answer.Body}");
    }

    [Fact]
    public async Task An_id_that_is_none_is_named()
    {
        var answer = await server.NewProject().Viewer.GetAsync("/monitors/x/results");

        Assert.Equal((400, "INVALID_UUID"), (answer.Code, answer.Text("error_code")));
    }
}
