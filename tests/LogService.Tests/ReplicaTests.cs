using SreCopilot.PostgresFixture;

namespace SreCopilot.LogService.Tests;

/// <summary>Two replicas on one database.</summary>
public sealed class ReplicaTests(ReplicaTests.TwoReplicas server) : IClassFixture<ReplicaTests.TwoReplicas>
{
    [Fact]
    public async Task Lines_and_patterns_at_once_are_counted_exactly()
    {
        var project = server.NewProject();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => project.KeyAt(n % 2).PostAsync("/logs/ingest", new
        {
            logs = Enumerable.Range(0, 10).Select(i => new { service_name = $"s{i % 3}", level = i % 2 == 0 ? "INFO" : "ERROR", message = i < 5 ? $"request {n * i} done" : $"login of {Name(n)} failed" }),
        })));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Equal(600, (await project.Viewer.GetAsync("/logs/stats")).Number("total"));
        Assert.Equal(600, (await project.SearchAsync("")).Number("total"));
        Assert.Equal(600, (await project.SearchAsync("o")).Number("total"));
        Assert.Equal(600L, await server.SqlAsync($"select sum(lines)::bigint from log_pattern_hours where project_id = '{project.Id}'"));
        Assert.Equal(600L, await server.SqlAsync($"select count(distinct (time, id)) from log_lines where project_id = '{project.Id}'"));

        // Each replica learns what the other found out.
        server.Time.Advance(TimeSpan.FromSeconds(5));
        await project.IngestAtAsync(0, new { service_name = "s", message = "login of zoe failed" });
        await project.IngestAtAsync(1, new { service_name = "s", message = "login of yves failed" });
        Assert.Equal(["300 request <*> done", "302 login of <*> failed"], await PatternsAsync(project));
    }

    [Fact]
    public async Task A_replica_uses_the_patterns_of_the_other()
    {
        var project = server.NewProject();
        foreach (var user in "root alice bob carol".Split(' '))
        {
            await project.IngestAtAsync(0, new { service_name = "a", message = $"session closed for user {user}" });
        }

        await project.IngestAtAsync(1, new { service_name = "a", message = "session closed for user zoe" });

        Assert.Equal(["5 session closed for user <*>"], await PatternsAsync(project));
    }

    [Fact]
    public async Task A_tail_on_one_replica_shows_lines_of_the_other()
    {
        var project = server.NewProject();
        await using var tail = await TailReader.OpenAsync(project.As("viewer", replica: 0), "/logs/tail");

        // The other replica hears that somebody looks.
        await Wait.UntilAsync(async () =>
        {
            await project.IngestAtAsync(1, new { service_name = "s", message = "hello" });
            return tail.HasLines;
        });

        Assert.Equal("hello", (await tail.ReadAsync()).GetProperty("message").GetString());
    }

    private static async Task<List<string>> PatternsAsync(TestProject project) =>
        [.. (await project.Viewer.GetAsync("/logs/patterns"))["patterns"].EnumerateArray().Select(item => $"{item.GetProperty("count")} {item.GetProperty("pattern").GetString()}").Order()];

    private static string Name(int n) => $"{(char)('a' + (n % 26))}{(char)('a' + (n / 26))}x";

    /// <summary>Two of them.</summary>
    public sealed class TwoReplicas(PostgresServer postgres) : LogServer(postgres)
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await AddReplicaAsync();
        }
    }
}
