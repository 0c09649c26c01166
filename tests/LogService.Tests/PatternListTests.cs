namespace SreCopilot.LogService.Tests;

public sealed class PatternListTests(LogServer server) : IClassFixture<LogServer>
{
    [Fact]
    public async Task Messages_of_one_kind_are_counted_together()
    {
        var project = server.NewProject();
        await project.IngestAsync(
            new { service_name = "a", level = "INFO", message = "user 123 from 10.0.0.1", timestamp = "2026-02-27T09:00:00Z" },
            new { service_name = "a", level = "WARN", message = "user 456 from 10.0.0.2", timestamp = "2026-03-01T10:15:00Z" },
            new { service_name = "a", level = "INFO", message = "user 7 from 10.0.0.9", timestamp = "2026-03-01T09:15:00Z" },
            new { service_name = "a", level = "ERROR", message = "disk full", timestamp = "2026-03-01T10:00:00Z" },
            new { service_name = "a", message = " " });

        var patterns = (await project.Viewer.GetAsync("/logs/patterns"))["patterns"];

        Assert.Equal(2, patterns.GetArrayLength());
        var first = patterns[0];
        Assert.Equal(
            ("user <*> from <*>", 3, "WARN", "user 456 from 10.0.0.2", "2026-02-27T09:00:00Z", "2026-03-01T10:15:00Z", false),
            (first.GetProperty("pattern").GetString(), first.GetProperty("count").GetInt32(), first.GetProperty("level").GetString(), first.GetProperty("sample").GetString(),
                first.GetProperty("first_seen").GetString(), first.GetProperty("last_seen").GetString(), first.GetProperty("is_new").GetBoolean()));
        Assert.Equal("[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,1]", first.GetProperty("trend").ToString());
        Assert.Equal("""{"INFO":2,"WARN":1}""", first.GetProperty("levels").ToString());
        Assert.Equal(("disk full", true), (patterns[1].GetProperty("pattern").GetString(), patterns[1].GetProperty("is_new").GetBoolean()));
        Assert.Equal(1, (await project.Viewer.GetAsync("/logs/patterns?limit=1"))["patterns"].GetArrayLength());
        Assert.Equal(["disk full"], (await project.Viewer.GetAsync("/logs/patterns?level=error")).Each("patterns", "pattern"));
        Assert.Equal(["2", "1"], (await project.Viewer.GetAsync("/logs/patterns?time_from=2026-03-01T00:00:00Z")).Each("patterns", "count"));
    }

    [Fact]
    public async Task What_turns_out_to_be_one_pattern_is_counted_as_one_also_for_the_past()
    {
        var project = server.NewProject();
        foreach (var user in "root alice bob carol dave".Split(' '))
        {
            await project.IngestAsync(new { service_name = "a", message = $"session closed for user {user}" });
        }

        var pattern = Assert.Single((await project.Viewer.GetAsync("/logs/patterns"))["patterns"].EnumerateArray());
        var lines = await project.Viewer.GetAsync($"/logs/search?pattern={pattern.GetProperty("id")}");

        Assert.Equal(("session closed for user <*>", 5), (pattern.GetProperty("pattern").GetString(), pattern.GetProperty("count").GetInt32()));
        Assert.Equal(5, lines.Number("total"));
        Assert.Equal(5, (await project.SearchAsync($"pattern:{pattern.GetProperty("id")} user")).Number("total"));
    }

    [Fact]
    public async Task Patterns_of_another_project_are_others()
    {
        var (one, other) = (server.NewProject(), server.NewProject());
        await one.IngestAsync(new { service_name = "a", message = "secret plan of one" });

        await other.IngestAsync(new { service_name = "a", message = "nothing" });

        Assert.Equal(["nothing"], (await other.Viewer.GetAsync("/logs/patterns")).Each("patterns", "pattern"));
    }
}
