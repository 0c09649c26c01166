using System.Globalization;
using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.LogService.Tests;

/// <summary><c>POST /internal/conditions/evaluate</c>: what alerting-service is told. It is 10:20:30.</summary>
public sealed class ConditionEvaluationTests(LogServer server) : IClassFixture<LogServer>
{
    private const string Now = "2026-03-01T10:20:30Z";
    private static readonly string[] ByService = ["service"];
    private static readonly string[] ByLevel = ["level"];

    [Fact]
    public async Task Lines_of_a_window_are_counted()
    {
        var project = await FillAsync();
        object Ask(string? query = null, string? service = null, string aggregation = "count", string[]? group_by = null, int window_seconds = 60) =>
            new { query, service, aggregation, at = Now, window_seconds, group_by };

        Assert.Equal(
            // What services and levels decide is known per minute: the window begins with 10:19:00.
            ["5", "3", "2", "1", "api=3 web=2", "ERROR=3 INFO=2", "0", "", "0.05", "6"],
            await EvaluateAsync(
                project, Ask(), Ask("level:error"), Ask(service: "web"), Ask("\"connection reset\""), Ask(group_by: ByService), Ask(group_by: ByLevel), Ask("level:fatal"),
                Ask("level:fatal", group_by: ByService), Ask("level:error", aggregation: "rate"), Ask(window_seconds: 3600)));
    }

    [Fact]
    public async Task Another_project_is_not_read_and_a_query_that_is_none_says_so()
    {
        await FillAsync();
        var stranger = server.NewProject();

        Assert.Equal(["0"], await EvaluateAsync(stranger, new { at = Now, window_seconds = 60 }));
        var answer = await ServiceOf(stranger).PostAsync("/internal/conditions/evaluate", new { questions = new[] { new { query = "(", at = Now, window_seconds = 60 } } });
        Assert.StartsWith("query: ", answer.Body.GetProperty("answers")[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"questions":[null]}""")]
    [InlineData("""{"questions":[{"at":"2026-03-01T10:20:30Z","window_seconds":0}]}""")]
    [InlineData("""{"questions":[{"window_seconds":60}]}""")]
    [InlineData("""{"questions":[{"at":"2026-03-01T10:20:30Z","window_seconds":60,"group_by":["message"]}]}""")]
    [InlineData("""{"questions":[{"at":"2026-03-01T10:20:30Z","window_seconds":60,"service":"\u0000"}]}""")]
    public async Task What_makes_no_sense_is_refused(string body) =>
        Assert.Equal(400, (await ServiceOf(server.NewProject()).SendAsync(HttpMethod.Post, "/internal/conditions/evaluate", body)).Code);

    private async Task<TestProject> FillAsync()
    {
        var project = server.NewProject();
        object Line(string time, string service, string level, string message) => new { timestamp = $"2026-03-01T{time}Z", service_name = service, level, message };
        await project.IngestAsync(
            Line("10:10:00", "api", "ERROR", "connection reset by peer"), Line("10:19:00", "api", "ERROR", "slow"), Line("10:19:40", "api", "ERROR", "connection reset by peer"),
            Line("10:20:00", "api", "INFO", "fine"), Line("10:20:10", "web", "ERROR", "slow"), Line("10:20:20", "web", "INFO", "fine"));
        return project;
    }

    private Person ServiceOf(TestProject project) => server.As(new Caller { Kind = CallerKind.Service, TenantId = project.TenantId, ProjectId = project.Id });

    private async Task<List<string>> EvaluateAsync(TestProject project, params object[] questions)
    {
        var answer = await ServiceOf(project).PostAsync("/internal/conditions/evaluate", new { questions });
        Assert.True(answer.Code == 200, $"{answer.Code} {answer.Body}");
        return [.. answer.Body.GetProperty("answers").EnumerateArray().Select(one => string.Join(' ', one.GetProperty("series").EnumerateArray().Select(series =>
            string.Join(',', series.GetProperty("labels").EnumerateObject().Select(label => label.Value.GetString())) is { Length: > 0 } name ? $"{name}={Show(series)}" : Show(series)).Order()))];
    }

    private static string Show(JsonElement series) => Math.Round(series.GetProperty("value").GetDouble(), 4).ToString(CultureInfo.InvariantCulture);
}
