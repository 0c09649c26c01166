namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>Repositories, pipelines and runs as the systems show them, page by page.</summary>
public sealed class BrowsingTests(CicdServer server) : IClassFixture<CicdServer>
{
    public static TheoryData<string> Providers => ProviderCase.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Every_list_is_read_to_its_end(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var repository = ProviderCase.NewRepository();
        var runs = Enumerable.Range(0, 5).Select(n => provider.Add(new FakeRun(repository, ProviderCase.NewRun()) { Started = new DateTimeOffset(2026, 2, 1, n, 0, 0, TimeSpan.Zero) })).ToList();
        var connection = await project.ConnectAsync(provider, sync: false);
        var scope = name == "azure_devops" ? "Shop" : repository;

        var repositories = await ReadAsync($"/connections/{connection.Id}/repositories", "repos", "full_name");
        var pipelines = await ReadAsync($"/connections/{connection.Id}/pipelines?repo={scope}", "pipelines", "name");
        var listed = await ReadAsync($"/connections/{connection.Id}/runs?repo={scope}", "runs", "head_sha");

        Assert.Contains(scope, repositories);
        Assert.NotEmpty(pipelines);
        Assert.Equal(runs.Select(run => run.Sha).Reverse(), listed.Where(sha => runs.Any(run => run.Sha == sha)));

        async Task<List<string>> ReadAsync(string path, string member, string field)
        {
            List<string> found = [];
            var cursor = "";
            do
            {
                var page = await project.Viewer.GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}limit=2&cursor={cursor}");
                Assert.True(page.Code == 200, $"{path}: {page.Body}");
                found.AddRange(page[member].EnumerateArray().Select(item => item.GetProperty(field).GetString()!));
                cursor = page.Text("next_cursor");
            }
            while (cursor is not null);
            return found;
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_run_has_its_commit_branch_author_link_and_duration(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var run = provider.Add(new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun(), "failed") { Started = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero) });
        var connection = await project.ConnectAsync(provider, sync: false);

        var answer = await project.Viewer.GetAsync($"/connections/{connection.Id}/runs?repo={(name == "azure_devops" ? "Shop" : run.Repository)}&limit=1");

        var shown = answer["runs"][0];
        Assert.Equal(
            ($"{run.Id}", "completed", "failure", "main", run.Sha, 120_000L, "2026-03-01T09:30:00Z"),
            (shown.GetProperty("id").GetString(), shown.GetProperty("status").GetString(), shown.GetProperty("conclusion").GetString(), shown.GetProperty("branch").GetString(),
                shown.GetProperty("head_sha").GetString(), shown.GetProperty("duration_ms").GetInt64(), shown.GetProperty("started_at").GetString()));
        Assert.Contains($"{run.Id}", shown.GetProperty("html_url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHub_without_a_repository_lists_repositories_as_before()
    {
        var project = server.NewProject();
        server.GitHub.AddRepository("acme/known");
        var connection = await project.ConnectAsync(server.GitHub, sync: false);

        var answer = await project.Viewer.GetAsync($"/connections/{connection.Id}/pipelines?org=acme&limit=100");

        Assert.Contains(answer["repos"].EnumerateArray(), repo => repo.GetProperty("full_name").GetString() == "acme/known" && repo.GetProperty("private").GetBoolean());
        Assert.Equal(400, (await project.Viewer.GetAsync($"/connections/{connection.Id}/runs")).Code);
    }

    [Fact]
    public async Task A_system_that_is_away_is_a_502_and_an_unknown_repository_a_404()
    {
        var project = server.NewProject();
        var connection = await project.ConnectAsync(server.Bitbucket, sync: false);
        var unknown = await project.Viewer.GetAsync($"/connections/{connection.Id}/runs?repo=acme/unknown/thing");
        server.Bitbucket.Fault = http =>
        {
            http.Response.StatusCode = 500;
            return Task.FromResult(true);
        };

        var away = await project.Viewer.GetAsync($"/connections/{connection.Id}/repositories");
        server.Bitbucket.Fault = _ => Task.FromResult(false);

        Assert.Equal((404, 502, "backend_error"), (unknown.Code, away.Code, away.Text("error")));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?repo=../../user")]
    [InlineData("?repo=acme//web")]
    public async Task Queries_that_make_no_sense_are_refused(string query)
    {
        var project = server.NewProject();
        var connection = await project.ConnectAsync(server.GitHub, sync: false);

        Assert.Equal(422, (await project.Viewer.GetAsync($"/connections/{connection.Id}/runs{query}")).Code);
    }

    [Fact]
    public async Task A_short_pause_that_a_system_asks_for_is_waited_out()
    {
        var project = server.NewProject();
        var connection = await project.ConnectAsync(server.GitLab, sync: false);
        var refused = 0;
        server.GitLab.Fault = http =>
        {
            // Background syncs of other tests may ask, too.
            if (Interlocked.Increment(ref refused) > 2)
            {
                return Task.FromResult(false);
            }

            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "0";
            return Task.FromResult(true);
        };

        var answer = await project.Viewer.GetAsync($"/connections/{connection.Id}/repositories");
        server.GitLab.Fault = _ => Task.FromResult(false);

        Assert.Equal(200, answer.Code);
        Assert.True(refused >= 3, $"Asked {refused} times.");
    }
}
