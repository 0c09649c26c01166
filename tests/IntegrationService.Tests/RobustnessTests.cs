using System.Text.Json;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>Nonsense on every operation, and in every place of every payload that is looked at.</summary>
public sealed class RobustnessTests(IntegrationServer server) : IClassFixture<IntegrationServer>
{
    private static readonly string[] Values =
    [
        "null", "true", "1", "-1", "1.5", "1e400", "99999999999999999999999", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\r\\n\"",
        "\"2026-13-45T25:61:61Z\"", "\"9999-12-31T23:59:59Z\"", "\"'; drop table users; --\"", "[]", "[[]]", "[null]", "[{}]", "{}", "{\"a\":1,\"a\":2}", "{\"\\ud800\":\"x\"}", "{\"\\u0000\":\"\\u0000\"}",
        "{\"alertname\":7}", "{\"alertname\":\"\\ud800\"}", "{\"alertname\":\"x\",\"severity\":[],\"service\":{}}",
    ];

    private static readonly Dictionary<string, string[]> Fields = new()
    {
        ["alertmanager"] = ["status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint"],
        ["grafana"] = ["status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint", "panelURL", "uid", "title", "state", "message"],
        ["generic"] = ["title", "severity", "service", "status", "fingerprint", "description", "startsAt", "endsAt", "group", "url"],
    };

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var source = server.NewIntegration("generic");
        var nonsense = new Nonsense(
            (operation, path, content) => source.Viewer.SendRawAsync(operation.Method, path, content),
            name => name == "project_id" ? source.ProjectId.ToString() : source.Id.ToString(),
            new Dictionary<string, object>());

        foreach (var operation in await server.ListOperationsAsync())
        {
            await nonsense.TryAsync(operation);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{nonsense.Sent} requests");
        Assert.True(nonsense.Sent > 100);
    }

    [Theory]
    [InlineData("alertmanager")]
    [InlineData("grafana")]
    [InlineData("generic")]
    public async Task Nonsense_in_a_payload_never_breaks_it(string type)
    {
        var source = server.NewIntegration(type);
        foreach (var body in Bodies(type))
        {
            var answer = await source.SendAsync(body);
            Assert.True(answer.Code is 200 or 400, $"{answer.Code} {answer.Body} for {body}");
            Assert.True(answer.Code == 200 || answer.Detail.Length > 3, body);
        }

        // And one that makes sense still works.
        Assert.Equal(200, (await source.SendAsync(type == "generic" ? """{"title":"Fine"}""" : TestIntegration.Alertmanager([TestIntegration.Alert("Fine")]))).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\ufeff{\"title\":\"With a byte order mark\"}", 200)]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("{\"title\":\"a\"} {}")]
    [InlineData("7")]
    [InlineData("\"title\"")]
    public async Task Bodies_that_are_no_JSON(string body, int expected = 400) =>
        Assert.Equal(expected, (await server.NewIntegration("generic").SendAsync(body)).Code);

    [Fact]
    public async Task Bytes_that_are_no_text_and_nesting_without_end()
    {
        var source = server.NewIntegration("generic");

        Assert.Equal(400, (await source.SendAsync(new byte[] { 0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d })).Code);
        Assert.Equal(400, (await source.SendAsync(new string('[', 50_000) + new string(']', 50_000))).Code);
    }

    private static IEnumerable<string> Bodies(string type)
    {
        foreach (var value in Values)
        {
            yield return value;
            yield return $$"""{"alerts":{{value}}}""";
            yield return $$"""{"alerts":[{{value}}],"groupKey":"g"}""";
            yield return $$"""{"groupKey":{{value}},"dashboardId":{{value}},"ruleId":{{value}},"ruleName":{{value}},"title":{{value}},"state":"alerting","alerts":[]}""";
            yield return $$"""{"ruleId":{{value}},"ruleName":{{value}},"state":{{value}},"ruleUrl":{{value}}}""";
            foreach (var field in Fields[type])
            {
                var alert = JsonSerializer.Serialize(Fields[type].Where(other => other != field).ToDictionary(other => other, Plausible));
                var broken = $"{alert[..^1]}{(alert.Length > 2 ? "," : "")}\"{field}\":{value}}}";
                yield return type == "generic" ? broken : $$"""{"groupKey":"g","alerts":[{{broken}}]}""";
            }
        }
    }

    private static object Plausible(string field) => field switch
    {
        "status" => "firing",
        "state" => "alerting",
        "labels" => new { alertname = "N", severity = "critical" },
        "annotations" => new { summary = "s" },
        "startsAt" or "endsAt" => "2026-03-01T10:20:30Z",
        _ => "word",
    };
}
