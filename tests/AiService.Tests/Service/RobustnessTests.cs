namespace SreCopilot.AiService.Tests.Service;

/// <summary>Nonsense on every operation of the OpenAPI document; operations that are added later are covered without being mentioned.</summary>
public sealed class RobustnessTests(AiServer server) : IClassFixture<AiServer>
{
    // Enough to get past the first checks; fields that are not named here begin as a word.
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["incident_id"] = "6f9619ff-8b86-4011-b42d-00c04fc964ff", ["verdict"] = "accepted", ["data_points"] = new[] { new { timestamp = "t", value = 1 } }, ["sensitivity"] = 2,
        ["series"] = Array.Empty<object>(), ["detected_at"] = "2026-03-01T10:20:30Z", ["symptoms"] = Array.Empty<string>(), ["alerts"] = Array.Empty<object>(),
        ["incidents"] = Array.Empty<object>(), ["panels"] = Array.Empty<object>(), ["latest_value"] = 1, ["expected_value"] = 2,
    };

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, server.Time.GetUtcNow().AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, server.Time.GetUtcNow());
        await AiServer.GenerateAsync(project, incident);
        var nonsense = new Nonsense(
            (operation, path, content) => (operation.Name.StartsWith("generate", StringComparison.Ordinal) ? project.Service : project.Engineer).SendRawAsync(operation.Method, path, content),
            _ => incident.ToString(), Plausible);

        foreach (var operation in Operation.ReadAll(await server.DescribeAsync()))
        {
            await nonsense.TryAsync(operation);
        }

        Assert.True(nonsense.Sent > 500, $"{nonsense.Sent}");
    }

    [Theory]
    [InlineData("/anomaly/detect", """{"metric_name":"m","service_name":"s","data_points":[{"timestamp":"t","value":1e308},{"timestamp":"t","value":-1e308},{"timestamp":"t","value":1e308},{"timestamp":"t","value":0}]}""", 200)]
    [InlineData("/anomaly/detect", """{"metric_name":"m","service_name":"s","data_points":[null]}""", 422)]
    [InlineData("/anomaly/detect", """{"metric_name":"m","service_name":"s","data_points":[{"timestamp":"\u0000","value":1}]}""", 422)]
    [InlineData("/anomaly/report", """[1]""", 422)]
    [InlineData("/anomaly/report", """[{"a":"\u0000"}]""", 422)]
    [InlineData("/correlation/alert-incident", """{"alerts":[{"title":"t","labels":{"service":null}}],"incidents":[{"id":"1","title":"t"}]}""", 200)]
    [InlineData("/analyze-dashboard", """{"dashboard_title":"d","panels":[{"queries":[null]}],"alerts":[{}]}""", 200)]
    public async Task Odd_values_inside_are_handled(string path, string body, int code)
    {
        var answer = await server.NewProject().Engineer.SendAsync(HttpMethod.Post, path, body);

        Assert.True(answer.Code == code, $"{answer.Code} {answer.Body}");
    }
}
