using SreCopilot.PostgresFixture;

namespace SreCopilot.SecurityService.Tests;

/// <summary>Findings by the day; moves the clock.</summary>
public sealed class TrendTests(PostgresServer postgres)
{
    [Fact]
    public async Task Every_day_says_what_came_what_went_and_what_was_left()
    {
        await using var server = new SecurityServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a"), ("CVE-2", "a"), ("CVE-3", "a")));
        server.Time.Advance(TimeSpan.FromDays(1));
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-3", "a"), ("CVE-4", "a")));
        server.Time.Advance(TimeSpan.FromDays(2));
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a"), ("CVE-3", "a"), ("CVE-4", "a")));
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("api", ("CVE-1", "a")));

        Assert.Equal(
            [("2026-02-28", 0, 0, 0), ("2026-03-01", 3, 0, 3), ("2026-03-02", 1, 2, 2), ("2026-03-03", 0, 0, 2), ("2026-03-04", 1, 0, 3)],
            await TrendAsync(project, "?days=5&service=web"));
        Assert.Equal([("2026-03-04", 2, 0, 4)], await TrendAsync(project, "?days=1"));
        Assert.Equal(30, (await TrendAsync(project, "")).Count);
        Assert.Equal(400, (await project.Viewer.GetAsync("/vulnerabilities/trends?days=366")).Code);
    }

    private static async Task<List<(string, int, int, int)>> TrendAsync(TestProject project, string query) =>
    [
        .. (await project.Viewer.GetAsync("/vulnerabilities/trends" + query))["trend"].EnumerateArray().Select(day => (
            day.GetProperty("date").GetString()!, day.GetProperty("opened").GetInt32(), day.GetProperty("closed").GetInt32(), day.GetProperty("open").GetInt32())),
    ];
}
