namespace SreCopilot.MetricsCollectorService.Tests.Deployments;

public sealed class DeploymentTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task A_deployment_is_answered_as_the_contract_shows_it()
    {
        var project = server.NewProject();

        var created = (await project.Engineer.PostAsync("/deployments", new { service = "web", version = "1.4.2", commit_sha = "abc123", timestamp = "2026-01-01T00:00:00+00:00Z" })).Ok();

        Assert.Equal(
            ("web", "1.4.2", "abc123", "", "unknown", "2026-01-01T00:00:00Z"),
            (created.Text("service"), created.Text("version"), created.Text("commit_sha"), created.Text("description"), created.Text("deployed_by"), created.Text("timestamp")));
        var listed = (await project.Viewer.GetAsync("/deployments")).Ok()[0];
        Assert.Equal(
            "success manual production 2026-01-01T00:00:00Z 2026-01-01T00:00:00Z",
            listed.Show("status", "source", "environment", "started_at", "timestamp"));
        var one = (await project.Viewer.GetAsync($"/deployments/{created.Text("deployment_id")}")).Ok();
        Assert.Equal(created.Body.ToString(), one.Body.ToString());
    }

    [Theory]
    [InlineData("{}", "Required: service, version, commit_sha", "MISSING_REQUIRED_FIELD")]
    [InlineData("""{"service":"","version":null,"commit_sha":"a"}""", "Required: service, version", "MISSING_REQUIRED_FIELD")]
    [InlineData("""{"service":"s","version":"1","commit_sha":"a","status":"odd"}""", "status: must be one of", "VALIDATION_ERROR")]
    [InlineData("""{"service":"s","version":"1","commit_sha":"a","source":"odd"}""", "source: must be one of", "VALIDATION_ERROR")]
    [InlineData("""{"service":["s"],"version":"1","commit_sha":"a"}""", "service: must be text", "VALIDATION_ERROR")]
    public async Task What_is_missing_or_wrong_is_named(string body, string detail, string code)
    {
        var answer = await server.NewProject().Engineer.SendAsync(HttpMethod.Post, "/deployments", body);

        Assert.Equal((400, code), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith(detail, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipeline_reports_the_same_deployment_again()
    {
        var project = server.NewProject();
        var begun = (await ReportAsync("in_progress", "2026-03-01T10:00:00Z")).Ok();
        var ended = (await ReportAsync("failed", "2026-03-01T10:00:00Z", "2026-03-01T10:09:00Z")).Ok();
        var late = (await ReportAsync("in_progress", "2026-03-01T10:00:00Z")).Ok();
        var again = (await ReportAsync("in_progress", "2026-03-01T10:15:00Z")).Ok();

        Assert.Single(new[] { begun, ended, late, again }.Select(answer => answer.Text("deployment_id")).Distinct());
        Assert.Equal(("in_progress", null), (begun.Text("status"), begun.Text("completed_at")));
        Assert.Equal(("failed", "2026-03-01T10:09:00Z"), (late.Text("status"), late.Text("completed_at")));
        Assert.Equal(("in_progress", null, "2026-03-01T10:15:00Z"), (again.Text("status"), again.Text("completed_at"), again.Text("started_at")));

        Task<Answer> ReportAsync(string status, string started, string? completed = null) => project.Service.PostAsync(
            "/deployments", new { service_name = "web", version = "7", source = "github", external_id = "run/1", status, started_at = started, completed_at = completed });
    }

    [Fact]
    public async Task An_idempotency_key_makes_a_repeated_request_harmless()
    {
        var project = server.NewProject();
        var body = new { service = "web", version = "1", commit_sha = "a" };

        var first = await project.Engineer.PostAsync("/deployments", body, ("Idempotency-Key", "k"));
        var second = await project.Engineer.PostAsync("/deployments", body, ("Idempotency-Key", "k"));

        Assert.Equal(first.Ok().Text("deployment_id"), second.Ok().Text("deployment_id"));
        Assert.Equal(1, (await project.Viewer.GetAsync("/deployments")).Length);
    }

    [Theory]
    [InlineData("", "d,c,b,a")]
    [InlineData("service=web", "c,a")]
    [InlineData("service=&limit=2", "d,c")]
    [InlineData("limit=2&offset=1", "c,b")]
    [InlineData("time_from=2026-02-02&time_to=2026-02-04", "c,b")]
    [InlineData("window=1d&time_to=2026-02-04T12:00:00Z", "d")]
    [InlineData("status=failed", "b")]
    [InlineData("environment=staging", "d")]
    [InlineData("source=gitlab", "b")]
    public async Task Filters_and_pages_find_what_they_say(string query, string versions)
    {
        var project = server.NewProject();
        await AddAsync("a", "web", 1);
        await AddAsync("b", "api", 2, "failed", "gitlab");
        await AddAsync("c", "web", 3);
        await AddAsync("d", "api", 4, environment: "staging");

        Assert.Equal(versions, (await project.Viewer.GetAsync($"/deployments?{query}")).Ok().Joined("version"));

        async Task AddAsync(string version, string service, int day, string status = "success", string source = "manual", string environment = "production") =>
            (await project.Engineer.PostAsync("/deployments", new { service, version, commit_sha = "x", status, source, environment, timestamp = $"2026-02-0{day}T00:00:00Z" })).Ok();
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("offset=-1")]
    [InlineData("status=odd")]
    [InlineData("time_from=yesterday")]
    [InlineData("window=soon")]
    [InlineData("time_from=2026-02-02&time_to=2026-02-01")]
    public async Task A_filter_that_makes_no_sense_is_named(string query)
    {
        var answer = await server.NewProject().Viewer.GetAsync($"/deployments?{query}");

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith(query.Split('=')[0], answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_is_none_and_one_that_is_unknown()
    {
        var viewer = server.NewProject().Viewer;

        Assert.Equal((400, "INVALID_UUID"), ((await viewer.GetAsync("/deployments/x")) is var answer ? (answer.Code, answer.Text("error_code")) : default));
        Assert.Equal(404, (await viewer.GetAsync($"/deployments/{Guid.NewGuid()}")).Code);
    }
}
