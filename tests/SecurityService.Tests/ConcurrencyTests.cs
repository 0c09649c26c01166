namespace SreCopilot.SecurityService.Tests;

/// <summary>Two replicas on one database, and everybody at once.</summary>
public sealed class ConcurrencyTests(TwoReplicas server) : IClassFixture<TwoReplicas>
{
    [Fact]
    public async Task The_same_scan_many_times_at_once_is_taken_once()
    {
        var project = server.Servers.NewProject();
        var findings = Enumerable.Range(0, 50).Select(number => ($"CVE-{number}", "p")).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => project.As("engineer", n % 2).PostAsync(Scans.Ingest, Scans.Native("web", findings))));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Equal((50, 0, 0), (answers.Sum(answer => answer.Number("new")), answers.Sum(answer => answer.Number("reopened")), answers.Sum(answer => answer.Number("resolved"))));
        Assert.Equal(50, (await project.Viewer.GetAsync("/vulnerabilities")).Total);
    }

    [Fact]
    public async Task Scans_and_decisions_at_once_leave_stories_without_gaps()
    {
        var project = server.Servers.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "p"), ("CVE-2", "p")));
        var ids = (await project.Viewer.GetAsync("/vulnerabilities")).Each("vuln_id");
        string[] states = ["open", "in_progress", "resolved", "ignored", "false_positive"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(n => (n % 4) switch
        {
            0 => project.As("engineer", n % 2).PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "p"), ("CVE-2", "p"))),
            1 => project.As("engineer", n % 2).PostAsync(Scans.Ingest, Scans.Native("web")),
            _ => project.As("engineer", n % 2).PatchAsync($"/vulnerabilities/{ids[n % 3 % 2]}", new { status = states[n % 5] }),
        }));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        foreach (var id in ids)
        {
            var story = (await project.Viewer.GetAsync($"/vulnerabilities/{id}/changes")).Body.EnumerateArray().Reverse().ToList();
            string? status = null;
            foreach (var change in story)
            {
                Assert.Equal(status, change.GetProperty("old_status").GetString());
                status = change.GetProperty("new_status").GetString();
            }

            Assert.Equal(status, (await project.Viewer.GetAsync($"/vulnerabilities/{id}")).Text("status"));
        }
    }
}
