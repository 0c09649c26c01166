using System.Text.Json.Nodes;

namespace SreCopilot.SecurityService.Tests;

/// <summary>SARIF, as scanners of code write it.</summary>
public sealed class SarifTests(SecurityServer server) : IClassFixture<SecurityServer>
{
    [Fact]
    public async Task Every_run_is_a_scan_and_every_problem_a_finding()
    {
        var project = server.NewProject();

        var answer = await SendAsync(project, Scans.Sample("codeql.sarif"));

        Assert.Equal((200, "sarif", 4, 1), (answer.Code, answer.Text("format"), answer.Number("ingested"), answer.Number("rejected_count")));
        Assert.Equal("runs[0].results[4]", answer["rejected"][0].GetProperty("item").GetString());
        Assert.Equal(
            [("codeql", "javascript", false), ("semgrep-oss", "", true)],
            answer["scans"].EnumerateArray().Select(scan => (scan.GetProperty("source").GetString()!, scan.GetProperty("target").GetString()!, scan.GetProperty("complete").GetBoolean())));
        Assert.Equal(
            [
                ("js/reflected-xss", "high", "src/app.js:42", "open"), ("js/unused-local-variable", "low", "src/app.js:3", "open"),
                ("js/unused-local-variable", "low", "src/app.js:9", "open"), ("python.sqli", "medium", "api/users.py:17", "ignored"),
            ],
            (await project.Viewer.GetAsync("/vulnerabilities")).Body.EnumerateArray()
                .Select(item => (Of(item, "cve_id"), Of(item, "severity"), Of(item, "location"), Of(item, "status"))).Order());
        var injection = (await project.Viewer.GetAsync("/vulnerabilities?search=sqli")).Body[0];
        Assert.Equal(("SQL injection", "The query of find_user is built from a parameter."), (Of(injection, "title"), Of(injection, "description")));
        var story = await project.Viewer.GetAsync($"/vulnerabilities/{Of(injection, "vuln_id")}/changes");
        Assert.Equal("input is checked above", Assert.Single(story.Each("reason")));
    }

    [Fact]
    public async Task Code_that_moved_is_the_same_finding()
    {
        var project = server.NewProject();
        var scan = Sound();
        await SendAsync(project, scan);

        foreach (var result in scan["runs"]![0]!["results"]!.AsArray())
        {
            result!["locations"]![0]!["physicalLocation"]!["region"] = new JsonObject { ["startLine"] = 100 };
        }

        var moved = await SendAsync(project, scan);

        Assert.Equal((3, 0, 0), (moved.Number("ingested") - 1, moved.Number("new"), moved.Number("resolved")));
        Assert.Equal("src/app.js:100", (await project.Viewer.GetAsync("/vulnerabilities?search=xss")).Each("location")[0]);
    }

    [Fact]
    public async Task The_next_run_of_the_same_analysis_resolves_what_is_gone_unless_the_tool_failed()
    {
        var project = server.NewProject();
        var scan = Sound();
        await SendAsync(project, scan);
        scan["runs"]![0]!["results"]!.AsArray().RemoveAt(0);
        scan["runs"]![0]!["automationDetails"]!["id"] = "javascript/2026-02-28T09:12";

        scan["runs"]![0]!["invocations"]![0]!["executionSuccessful"] = false;
        Assert.Equal(0, (await SendAsync(project, scan)).Number("resolved"));

        scan["runs"]![0]!["invocations"]![0]!["executionSuccessful"] = true;
        Assert.Equal(1, (await SendAsync(project, scan)).Number("resolved"));
    }

    [Fact]
    public async Task A_suppression_that_is_taken_back_opens_the_finding_and_one_that_comes_sets_it_aside()
    {
        var project = server.NewProject();
        var scan = Sound();
        await SendAsync(project, scan);
        var result = scan["runs"]![1]!["results"]![0]!;

        result["suppressions"] = new JsonArray();
        await SendAsync(project, scan);
        Assert.Equal("open", (await project.FindingsAsync("?search=sqli"))[0].Status);

        result["suppressions"] = JsonNode.Parse("""[{"kind":"external","status":"rejected"}]""");
        await SendAsync(project, scan);
        Assert.Equal("open", (await project.FindingsAsync("?search=sqli"))[0].Status);

        result["suppressions"] = JsonNode.Parse("""[{"kind":"external"}]""");
        await SendAsync(project, scan);
        Assert.Equal("ignored", (await project.FindingsAsync("?search=sqli"))[0].Status);
    }

    // The sample without the result that cannot be taken.
    private static JsonNode Sound()
    {
        var scan = Scans.Sample("codeql.sarif");
        scan["runs"]![0]!["results"]!.AsArray().RemoveAt(4);
        scan["runs"]![0]!["results"]!.AsArray().RemoveAt(3);
        return scan;
    }

    private static Task<Answer> SendAsync(TestProject project, JsonNode scan) => project.Engineer.SendAsync(scan, "?service_name=shop");

    private static string Of(System.Text.Json.JsonElement item, string field) => item.GetProperty(field).GetString()!;
}
