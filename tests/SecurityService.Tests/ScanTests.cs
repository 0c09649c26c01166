using System.Text.Json.Nodes;
using SreCopilot.Identity;

namespace SreCopilot.SecurityService.Tests;

/// <summary>What one scan after the other does to the findings, in the platform's own format.</summary>
public sealed class ScanTests(SecurityServer server) : IClassFixture<SecurityServer>
{
    [Fact]
    public async Task A_scan_is_taken_from_an_api_key_and_answered_as_the_contract_says()
    {
        var project = server.NewProject();

        var answer = await project.As(project.KeyWith(ApiKeyScopes.Vulnerabilities)).PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-2024-1", "libx"), ("CVE-2024-2", "liby")));

        Assert.Equal((200, 2, "web", "trivy"), (answer.Code, answer.Number("ingested"), answer.Text("service_name"), answer.Text("source")));
        Assert.Equal((2, 0, 0, 0), (answer.Number("new"), answer.Number("reopened"), answer.Number("resolved"), answer.Number("rejected_count")));
        var finding = (await project.Viewer.GetAsync("/vulnerabilities?search=cve-2024-1")).Body[0];
        Assert.Equal(
            ("CVE-2024-1", "CVE-2024-1 in libx", "d", "high", "web", "libx", "1.0", "1.1", "trivy", "open"),
            (Of("cve_id"), Of("title"), Of("description"), Of("severity"), Of("service_name"), Of("package_name"), Of("installed_version"), Of("fixed_version"), Of("source"), Of("status")));
        Assert.Equal(Of("first_detected"), Of("last_seen"));
        Assert.Matches("^2026-03-01T10:2.:30Z$", Of("last_seen"));
        Assert.Equal(finding.ToString(), (await project.Viewer.GetAsync($"/vulnerabilities/{Of("vuln_id")}")).Body.ToString());

        string? Of(string field) => finding.GetProperty(field).GetString();
    }

    [Fact]
    public async Task The_same_scan_again_changes_nothing()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a"), ("CVE-2", "a"), ("CVE-1", "A")));

        var again = await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("cve-1", "a"), ("CVE-2", "a")));

        Assert.Equal((2, 0, 0, 0), (again.Number("ingested"), again.Number("new"), again.Number("reopened"), again.Number("resolved")));
        Assert.Equal([("CVE-2", "a", "open"), ("cve-1", "a", "open")], await project.FindingsAsync());
    }

    [Fact]
    public async Task What_is_gone_is_resolved_and_what_comes_back_is_open_again()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a"), ("CVE-2", "a")));

        var fixedScan = await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-2", "a")));
        Assert.Equal(1, fixedScan.Number("resolved"));
        Assert.Equal([("CVE-1", "a", "resolved"), ("CVE-2", "a", "open")], await project.FindingsAsync());
        Assert.Equal("scan", Assert.Single((await project.Viewer.GetAsync("/vulnerabilities?status=fixed")).Each("status_changed_by")));

        var back = await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a"), ("CVE-2", "a")));
        Assert.Equal((1, 0), (back.Number("reopened"), back.Number("new")));
        var finding = (await project.Viewer.GetAsync("/vulnerabilities?search=CVE-1")).Body[0];
        Assert.Equal(("open", 1), (finding.GetProperty("status").GetString(), finding.GetProperty("reopened_count").GetInt32()));
        var story = await project.Viewer.GetAsync($"/vulnerabilities/{finding.GetProperty("vuln_id").GetString()}/changes");
        Assert.Equal(["open", "resolved", "open"], story.Each("new_status"));
        Assert.Equal(["resolved", "open", ""], story.Each("old_status"));
    }

    [Fact]
    public async Task A_clean_scan_resolves_everything_of_its_service_and_nothing_of_another()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a")));
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("api", ("CVE-1", "a")));

        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web"));

        Assert.Equal([("CVE-1", "a", "resolved")], await project.FindingsAsync("?service=web"));
        Assert.Equal([("CVE-1", "a", "open")], await project.FindingsAsync("?service=api"));
    }

    [Fact]
    public async Task What_people_decided_and_wrote_survives_scans()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a"), ("CVE-2", "a"), ("CVE-3", "a"), ("CVE-4", "a")));
        await DecideAsync(project, "CVE-1", "ignored");
        await DecideAsync(project, "CVE-2", "false_positive");
        await DecideAsync(project, "CVE-3", "in_progress");
        await DecideAsync(project, "CVE-4", "resolved");

        var again = await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a"), ("CVE-2", "a"), ("CVE-3", "a"), ("CVE-4", "a")));

        // Who said that the last one is resolved was wrong.
        Assert.Equal(1, again.Number("reopened"));
        Assert.Equal([("CVE-1", "a", "ignored"), ("CVE-2", "a", "false_positive"), ("CVE-3", "a", "in_progress"), ("CVE-4", "a", "open")], await project.FindingsAsync());
        Assert.All((await project.Viewer.GetAsync("/vulnerabilities?assignee=ana")).Each("notes"), notes => Assert.Equal("looked at it", notes));
        Assert.Equal(4, (await project.Viewer.GetAsync("/vulnerabilities?assignee=ana")).Total);

        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web"));

        Assert.Equal([("CVE-1", "a", "ignored"), ("CVE-2", "a", "false_positive"), ("CVE-3", "a", "resolved"), ("CVE-4", "a", "resolved")], await project.FindingsAsync());
    }

    [Fact]
    public async Task A_finding_of_two_scanners_is_one_and_resolved_when_both_have_it_no_more()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a")));
        await project.Engineer.PostAsync(Scans.Ingest, new { source = "dependabot", service_name = "web", vulnerabilities = new[] { Item("CVE-1", "a") } });
        Assert.Equal([("CVE-1", "a", "open")], await project.FindingsAsync());

        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web"));
        Assert.Equal([("CVE-1", "a", "open")], await project.FindingsAsync());

        await project.Engineer.PostAsync(Scans.Ingest, new { source = "dependabot", service_name = "web" });
        Assert.Equal([("CVE-1", "a", "resolved")], await project.FindingsAsync());
    }

    [Fact]
    public async Task A_scan_of_another_target_or_of_a_part_resolves_nothing()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest + "?target=worker", Scans.Native("web", ("CVE-1", "a")));

        await project.Engineer.PostAsync(Scans.Ingest + "?target=page", Scans.Native("web", ("CVE-2", "a")));
        var part = await project.Engineer.PostAsync(Scans.Ingest + "?target=worker&complete=false", Scans.Native("web", ("CVE-3", "a")));

        Assert.False(part["scans"][0].GetProperty("complete").GetBoolean());
        Assert.Equal([("CVE-1", "a", "open"), ("CVE-2", "a", "open"), ("CVE-3", "a", "open")], await project.FindingsAsync());
    }

    [Fact]
    public async Task Bad_items_are_named_cost_no_good_ones_and_keep_the_rest_from_being_resolved()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a")));
        var scan = new JsonObject
        {
            ["source"] = "trivy", ["service_name"] = "web",
            ["vulnerabilities"] = new JsonArray(
                JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Item("CVE-2", "a"))),
                JsonNode.Parse("""{"cve_id":"CVE-3","severity":"terrible","title":"t","package_name":"p"}"""),
                JsonNode.Parse("7"), JsonNode.Parse("null"), JsonNode.Parse("""{"cve_id":"\u0000","title":"t","description":"d","severity":"low","package_name":"p","installed_version":"1"}""")),
        };

        var answer = await project.Engineer.SendAsync(scan);

        Assert.Equal((200, 1, 4, 0), (answer.Code, answer.Number("ingested"), answer.Number("rejected_count"), answer.Number("resolved")));
        var rejected = answer["rejected"].EnumerateArray().Select(item => (item.GetProperty("item").GetString(), item.GetProperty("detail").GetString()!)).ToList();
        Assert.Equal(["vulnerabilities[1]", "vulnerabilities[2]", "vulnerabilities[3]", "vulnerabilities[4]"], rejected.Select(item => item.Item1));
        Assert.Contains("severity: must be one of critical, high, medium, low", rejected[0].Item2, StringComparison.Ordinal);
        Assert.Contains("installed_version:", rejected[0].Item2, StringComparison.Ordinal);
        Assert.Equal([("CVE-1", "a", "open"), ("CVE-2", "a", "open")], await project.FindingsAsync());
    }

    [Fact]
    public async Task Nothing_but_bad_items_is_a_400_that_says_why()
    {
        var answer = await server.NewProject().Engineer.SendAsync(JsonNode.Parse("""{"source":"trivy","service_name":"web","vulnerabilities":[{"cve_id":"CVE-1","severity":"terrible"}]}""")!);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.Contains("vulnerabilities[0]: title: must have", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"source":"snake-oil","service_name":"web","vulnerabilities":[]}""", "source:")]
    [InlineData("""{"source":"trivy","vulnerabilities":[]}""", "service_name:")]
    [InlineData("""{"source":"trivy","service_name":" ","vulnerabilities":[]}""", "service_name:")]
    [InlineData("""{"source":"trivy","service_name":"web","vulnerabilities":{}}""", "vulnerabilities:")]
    [InlineData("""{"runs":[],"version":"1.0"}""", "SARIF")]
    [InlineData("""{"SchemaVersion":1,"Results":[]}""", "SchemaVersion")]
    [InlineData("""{"hello":"world"}""", "no scan")]
    [InlineData("""[]""", "one JSON object")]
    public async Task What_is_no_scan_is_refused_in_words(string body, string words)
    {
        var answer = await server.NewProject().Engineer.SendAsync(HttpMethod.Post, Scans.Ingest, body);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.Contains(words, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_with_thousands_of_findings_is_one_request()
    {
        var project = server.NewProject();
        var findings = Enumerable.Range(0, 3000).Select(number => ($"CVE-{number}", "p")).ToArray();

        var answer = await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", findings));
        Assert.Equal((3000, 3000), (answer.Number("ingested"), answer.Number("new")));
        Assert.Equal(2999, (await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", findings[..1]))).Number("resolved"));

        Assert.Equal((200, 3000), ((await project.Viewer.GetAsync("/vulnerabilities?limit=1000&page=3")).Body.GetArrayLength() / 5, (await project.Viewer.GetAsync("/vulnerabilities")).Total));
    }

    [Fact]
    public async Task A_scan_beyond_the_limit_is_413()
    {
        using var body = new ByteArrayContent(new byte[17 * 1024 * 1024]);
        body.Headers.ContentType = new("application/json");

        Assert.Equal(413, (await server.NewProject().Engineer.SendRawAsync(HttpMethod.Post, Scans.Ingest, body)).Status);
    }

    [Fact]
    public async Task Scans_are_listed_with_what_they_did()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a")));
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await project.As(project.KeyWith(ApiKeyScopes.Vulnerabilities)).PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-2", "a")));

        var scans = await project.Viewer.GetAsync("/scans?service=web");

        Assert.Equal((2, 1), (scans.Number("total"), scans.Number("pages")));
        Assert.Equal(
            [("API key", 1, 1), ("engineer@acme.example", 1, 0)],
            scans["items"].EnumerateArray().Select(scan => (scan.GetProperty("received_by").GetString()!, scan.GetProperty("new").GetInt32(), scan.GetProperty("resolved").GetInt32())));
        Assert.Equal(0, (await project.Viewer.GetAsync("/scans?service=other")).Number("total"));
    }

    private static object Item(string id, string package) =>
        new { cve_id = id, title = "t", description = "d", severity = "low", package_name = package, installed_version = "1" };

    private static async Task DecideAsync(TestProject project, string id, string status)
    {
        var finding = (await project.Viewer.GetAsync($"/vulnerabilities?search={id}")).Body[0].GetProperty("vuln_id").GetString();
        var answer = await project.Engineer.PatchAsync($"/vulnerabilities/{finding}", new { status, assignee = "ana", notes = "looked at it" });
        Assert.Equal((200, status, "ana", "engineer@acme.example"), (answer.Code, answer.Text("status"), answer.Text("assignee"), answer.Text("status_changed_by")));
    }
}
