using System.Globalization;
using System.Text.Json;

namespace SreCopilot.MetricsCollectorService.Tests.Alerting;

/// <summary><c>POST /internal/conditions/evaluate</c>: what alerting-service is told, against numbers computed by hand. It is 10:20:30.</summary>
public sealed class ConditionEvaluationTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    private const string Now = "2026-03-01T10:20:30Z";
    private static readonly string[] ByRoom = ["room"];
    private static readonly string[] ByService = ["service"];
    private static readonly string[] ByHost = ["host"];

    [Theory]
    [InlineData("avg", "2.5")]
    [InlineData("sum", "5")]
    [InlineData("min", "1")]
    [InlineData("max", "4")]
    [InlineData("count", "4")]
    [InlineData("last", "3")]
    [InlineData("p50", "2.5")]
    public async Task Values_of_a_window_are_added_up_as_the_aggregation_says(string aggregation, string expected)
    {
        var project = server.NewProject();
        // The first and the last one are outside of the window of a minute.
        await SendAsync(project, "t", "gauge", ("a", "10:19:29", 100), ("a", "10:19:30", 1), ("a", "10:20:00", 2), ("b", "10:20:10", 3), ("b", "10:20:29", 4), ("b", "10:20:30", 100));

        Assert.Equal(expected, await AskAsync(project, new { signal = "metric", metric = "t", aggregation, at = Now, window_seconds = 60 }));
    }

    [Fact]
    public async Task Counters_are_what_was_counted_also_over_restarts()
    {
        var project = server.NewProject();
        await SendAsync(project, "c", "counter", ("a", "10:19:00", 10), ("a", "10:19:40", 16), ("a", "10:20:00", 4), ("a", "10:20:20", 6));
        // Of JSON each value is what came since the one before; of Prometheus and OTLP the sum since the sender started.
        Assert.Equal("26", await AskAsync(project, new { signal = "metric", metric = "c", aggregation = "increase", at = Now, window_seconds = 60 }));
        await server.SqlAsync($"update metric_series set kind = 2 where project_id = '{project.Id}'");

        Assert.Equal("12", await AskAsync(project, new { signal = "metric", metric = "c", aggregation = "increase", at = Now, window_seconds = 60 }));
        Assert.Equal("0.2", await AskAsync(project, new { signal = "metric", metric = "c", aggregation = "rate", at = Now, window_seconds = 60 }));
    }

    [Fact]
    public async Task Many_questions_are_answered_in_their_order()
    {
        var project = server.NewProject();
        await SendAsync(project, "t", "gauge", ("a", "10:20:00", 1), ("b", "10:20:00", 3));
        object Ask(object? labels = null, string[]? group_by = null, string metric = "t", string? service = null, string at = Now) =>
            new { signal = "metric", metric, aggregation = "avg", at, window_seconds = 60, labels = labels is null ? null : JsonSerializer.Serialize(labels), group_by, service };

        var answers = await EvaluateAsync(
            project, Ask(), Ask(new { room = "a" }), Ask(group_by: ByRoom), Ask(metric: "unknown"), Ask(service: "another"), Ask(at: "2026-03-01T10:10:00Z"), Ask(service: "s"));

        Assert.Equal(["2", "1", "a=1 b=3", "", "", "", "2"], answers);
    }

    [Fact]
    public async Task Names_that_nobody_sent_mean_transactions_and_hosts()
    {
        var project = server.NewProject();
        await project.SendTransactionAsync("pay", 100, 200, "2026-03-01T10:20:00Z");
        await project.SendTransactionAsync("pay", 300, 500, "2026-03-01T10:20:10Z", state: "error");
        await SendHostAsync(project, "h1", 40);
        await SendHostAsync(project, "h2", 60);
        object Ask(string metric) => new { signal = "metric", metric, aggregation = "avg", at = Now, window_seconds = 300, service = "pay" };

        Assert.Equal(["50", "200", "50", "20"], await EvaluateAsync(project, Ask("checkout_error_rate"), Ask("latency_ms"), Ask("cpu_usage"), Ask("memory")));
    }

    [Fact]
    public async Task Transactions_errors_and_hosts_have_questions_of_their_own()
    {
        var project = server.NewProject();
        await project.SendTransactionAsync("pay", 100, 200, "2026-03-01T10:20:00Z");
        await project.SendTransactionAsync("pay", 300, 404, "2026-03-01T10:20:10Z");
        await project.SendTransactionAsync("web", 100, 200, "2026-03-01T10:20:10Z");
        await project.SendErrorAsync("a", "web", timestamp: "2026-03-01T10:20:00Z");
        await project.SendErrorAsync("a", "web", timestamp: "2026-03-01T10:20:01Z");
        await project.SendErrorAsync("b", "pay", timestamp: "2026-03-01T10:20:02Z");
        await project.SendErrorAsync("b", "pay", timestamp: "2026-03-01T09:20:02Z");
        await SendHostAsync(project, "h1", 40);
        await SendHostAsync(project, "h2", 60);
        object Ask(string signal, string metric, string aggregation = "avg", string[]? group_by = null, string? service = null) =>
            new { signal, metric, aggregation, at = Now, window_seconds = 300, group_by, service };

        Assert.Equal(
            ["pay=50 web=0", "0", "pay=200 web=100", "300", "3", "pay=1 web=2", "0", "50", "h1=40 h2=60", "60", "0"],
            await EvaluateAsync(
                project, Ask("trace", "error_rate", group_by: ByService), Ask("trace", "failure_rate", service: "pay"), Ask("trace", "latency", group_by: ByService),
                Ask("trace", "latency", "max"), Ask("error", "error_count", "count"), Ask("error", "error_count", "count", ByService), Ask("error", "error_count", "count", service: "nobody"),
                Ask("host", "cpu_percent"), Ask("host", "cpu_percent", group_by: ByHost), Ask("host", "cpu_percent", "max"), Ask("trace", "throughput", service: "nobody")));
    }

    [Fact]
    public async Task An_objective_burns_as_fast_as_the_slower_of_two_windows()
    {
        var project = server.NewProject();
        var slo = (await project.Engineer.PostAsync("/slos", new { name = "n", service_name = "pay", sli_type = "availability", target_percentage = 90, time_window_days = 30 })).Ok().Text("slo_id");
        // In the hour 2 of 10 fail, in its last five minutes 1 of 2.
        for (var number = 0; number < 8; number++)
        {
            await project.SendTransactionAsync("pay", 10, number == 0 ? 500 : 200, "2026-03-01T09:40:00Z");
        }

        await project.SendTransactionAsync("pay", 10, 500, "2026-03-01T10:18:00Z");
        await project.SendTransactionAsync("pay", 10, 200, "2026-03-01T10:18:00Z");
        object Ask(string at, object? id) => new { signal = "slo", metric = "burn_rate", at, window_seconds = 3600, slo_id = id };

        Assert.Equal(["2", "0"], await EvaluateAsync(project, Ask(Now, slo), Ask("2026-03-01T10:30:00Z", slo)));
        Assert.Contains("objective", (await project.Service.PostAsync("/internal/conditions/evaluate", new { questions = new[] { Ask(Now, Guid.NewGuid()) } })).Body.ToString(), StringComparison.Ordinal);
        Assert.Equal("0", await AskAsync(project, Ask("2026-03-01T12:30:00Z", slo)));
    }

    [Fact]
    public async Task Another_project_is_not_read()
    {
        var (project, other) = (server.NewProject(), server.NewProject());
        await SendAsync(other, "t", "gauge", ("a", "10:20:00", 1));
        await other.SendTransactionAsync("pay", 100, 500, "2026-03-01T10:20:00Z");
        var slo = (await other.Engineer.PostAsync("/slos", new { name = "n", service_name = "pay", sli_type = "availability", target_percentage = 90, time_window_days = 30 })).Ok().Text("slo_id");

        Assert.Equal(["", ""], await EvaluateAsync(
            project, new { signal = "metric", metric = "t", at = Now, window_seconds = 60 }, new { signal = "trace", metric = "error_rate", at = Now, window_seconds = 60 }));
        Assert.Contains("no such objective", (await project.Service.PostAsync(
            "/internal/conditions/evaluate", new { questions = new[] { new { signal = "slo", metric = "burn_rate", at = Now, window_seconds = 60, slo_id = slo } } })).Body.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"questions":[]}""")]
    [InlineData("""{"questions":[null]}""")]
    [InlineData("""{"questions":[{"signal":"metric","metric":"m","at":"2026-03-01T10:20:30Z","window_seconds":0}]}""")]
    [InlineData("""{"questions":[{"signal":"log","metric":"m","at":"2026-03-01T10:20:30Z","window_seconds":60}]}""")]
    [InlineData("""{"questions":[{"signal":"metric","metric":"m","window_seconds":60}]}""")]
    [InlineData("""{"questions":[{"signal":"metric","metric":"m","at":"2026-03-01T10:20:30Z","window_seconds":60,"labels":"[]"}]}""")]
    [InlineData("""{"questions":[{"signal":"metric","metric":"m","at":"2026-03-01T10:20:30Z","window_seconds":60,"group_by":[null]}]}""")]
    [InlineData("""{"questions":[{"signal":"metric","metric":"m\u0000","at":"2026-03-01T10:20:30Z","window_seconds":60}]}""")]
    public async Task What_makes_no_sense_is_refused(string body) =>
        Assert.Equal(400, (await server.NewProject().Service.SendAsync(HttpMethod.Post, "/internal/conditions/evaluate", body)).Code);

    private static async Task<string> AskAsync(TestProject project, object question) => Assert.Single(await EvaluateAsync(project, question));

    // "2", or "a=1 b=3" by groups.
    private static async Task<List<string>> EvaluateAsync(TestProject project, params object[] questions)
    {
        var answer = (await project.Service.PostAsync("/internal/conditions/evaluate", new { questions })).Ok();
        return [.. answer.Body.GetProperty("answers").EnumerateArray().Select(one =>
        {
            Assert.True(one.GetProperty("problem").ValueKind == JsonValueKind.Null, one.ToString());
            return string.Join(' ', one.GetProperty("series").EnumerateArray().Select(series => string.Join(',', series.GetProperty("labels").EnumerateObject().Select(label => label.Value.GetString())) is { Length: > 0 } name
                ? $"{name}={Show(series)}" : Show(series)).Order());
        })];
    }

    private static string Show(JsonElement series) => Math.Round(series.GetProperty("value").GetDouble(), 4).ToString(CultureInfo.InvariantCulture);

    private static async Task SendAsync(TestProject project, string metric, string type, params (string Room, string Time, double Value)[] points) =>
        (await project.Key.PostAsync("/metrics/ingest", new
        {
            metrics = points.Select(point => new { service_name = "s", metric_name = metric, metric_type = type, value = point.Value, tags = new { room = point.Room }, timestamp = $"2026-03-01T{point.Time}Z" }),
        })).Ok();

    private static async Task SendHostAsync(TestProject project, string host, double cpu) => (await project.Key.PostAsync(
        "/infrastructure/ingest", new { hostname = host, timestamp = "2026-03-01T10:20:00Z", cpu_percent = cpu, memory_percent = 20 })).Ok();
}
