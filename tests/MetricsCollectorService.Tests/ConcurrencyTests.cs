namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>Two replicas on one database, and everybody at once.</summary>
public sealed class ConcurrencyTests(ConcurrencyTests.TwoReplicas server) : IClassFixture<ConcurrencyTests.TwoReplicas>
{
    [Fact]
    public async Task Every_error_is_counted_once()
    {
        var project = server.Servers.NewProject();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async n => (await project.AsKey(n % 2, "ingest:errors").PostAsync(
            "/errors/ingest", new { service_name = "web", error_class = "ValueError", message = $"bad id {n}" })).Ok()));

        var group = (await project.Viewer.GetAsync("/errors/groups")).Ok();
        Assert.Equal((1, 200), (group.Length, group[0].GetProperty("occurrence_count").GetInt64()));
        Assert.Equal(200L, await server.Servers.SqlAsync($"select count(*) from error_occurrences where project_id = '{project.Id}'"));
    }

    [Fact]
    public async Task Spans_of_one_trace_that_come_in_any_order_over_both_replicas_make_each_call_once()
    {
        var project = server.Servers.NewProject();
        // web calls api, api calls db; every service sends for itself.
        var spans = Enumerable.Range(0, 60).SelectMany(n => new object[]
        {
            new { trace_id = $"t{n}", span_id = "a", service_name = "web", kind = "server", duration_ms = 30 },
            new { trace_id = $"t{n}", span_id = "b", parent_span_id = "a", service_name = "api", kind = "server", duration_ms = 20 },
            new { trace_id = $"t{n}", span_id = "c", parent_span_id = "b", service_name = "db", kind = "server", duration_ms = 10, status = "error" },
        }).ToArray();
        Random.Shared.Shuffle(spans);

        await Task.WhenAll(spans.Select(async (span, n) => (await project.AsKey(n % 2, "ingest:traces").PostAsync("/traces/ingest", new { spans = new[] { span } })).Ok()));

        var map = (await project.Viewer.GetAsync("/traces/services/dependency-map")).Ok();
        Assert.Equal(["api-db 60 60 100", "web-api 60 0 0"], map["edges"].EnumerateArray().Select(edge =>
            $"{edge.GetProperty("source")}-{edge.GetProperty("target")} {edge.GetProperty("volume")} {edge.GetProperty("errors")} {edge.GetProperty("error_rate")}"));
        var traces = (await project.Viewer.GetAsync("/traces?limit=200")).Ok();
        Assert.Equal(60, traces.Length);
        Assert.All(traces.Body.EnumerateArray(), trace => Assert.Equal(
            (3, 3, "web", true), (trace.GetProperty("span_count").GetInt32(), trace.GetProperty("service_count").GetInt32(), trace.GetProperty("root_service").GetString(), trace.GetProperty("has_error").GetBoolean())));
        Assert.Equal(60, (await project.Viewer.GetAsync("/metrics/services/api/overview")).Ok().Double("total_transactions"));
    }

    [Fact]
    public async Task A_request_with_a_key_is_stored_once_however_often_it_is_sent()
    {
        var project = server.Servers.NewProject();
        var body = new { spans = new[] { new { trace_id = "once", span_id = "a", service_name = "web", kind = "server", duration_ms = 5 } } };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => project.AsKey(n % 2, "ingest:traces").PostAsync("/traces/ingest", body, ("Idempotency-Key", "batch 1"))));

        Assert.All(answers, answer => Assert.Equal(1, answer.Ok().Double("ingested_spans")));
        Assert.Equal(1, (await project.Viewer.GetAsync("/traces/once")).Ok().Double("span_count"));
        Assert.Equal(1, (await project.Viewer.GetAsync("/metrics/services/web/overview")).Ok().Double("total_transactions"));
    }

    [Fact]
    public async Task Reports_of_one_deployment_at_once_make_one_that_is_over()
    {
        var project = server.Servers.NewProject();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => project.Service.PostAsync("/deployments", new
        {
            service = "web",
            version = "2",
            source = "github",
            external_id = "run 7",
            status = n % 2 == 0 ? "in_progress" : "success",
            started_at = "2026-03-01T10:00:00Z",
            completed_at = "2026-03-01T10:05:00Z",
        })));

        Assert.Single(answers.Select(answer => answer.Ok().Text("deployment_id")).Distinct());
        var deployment = (await project.Viewer.GetAsync("/deployments")).Ok();
        Assert.Equal((1, "success", "2026-03-01T10:05:00Z"), (deployment.Length, deployment.Joined("status"), deployment.Joined("completed_at")));
    }

    public sealed class TwoReplicas(PostgresFixture.PostgresServer postgres) : IAsyncLifetime
    {
        internal MetricsServer Servers { get; } = new(postgres);

        public async ValueTask InitializeAsync()
        {
            await Servers.InitializeAsync();
            await Servers.AddReplicaAsync();
        }

        public ValueTask DisposeAsync() => Servers.DisposeAsync();
    }
}
