using System.Text.Json.Nodes;

namespace SreCopilot.SecurityService.Tests;

/// <summary>CycloneDX: bills of materials, vulnerabilities and what is said about them.</summary>
public sealed class CycloneDxTests(SecurityServer server) : IClassFixture<SecurityServer>
{
    private const string Log4J = "org.apache.logging.log4j:log4j-core";

    [Fact]
    public async Task Vulnerabilities_are_findings_of_the_components_that_they_affect()
    {
        var project = server.NewProject();

        var answer = await project.Engineer.SendAsync(Scans.Sample("cyclonedx.json"));

        Assert.Equal((200, "cyclonedx", "billing", "cdxgen", 2), (answer.Code, answer.Text("format"), answer.Text("service_name"), answer.Text("source"), answer.Number("ingested")));
        Assert.Equal(
            [("CVE-2016-1000027", "org.springframework:spring-web", "false_positive"), ("CVE-2021-44228", Log4J, "open")], await project.FindingsAsync());
        var log4J = (await project.Viewer.GetAsync("/vulnerabilities?search=44228")).Body[0];
        Assert.Equal(("critical", "2.14.1", "https://nvd.nist.gov/vuln/detail/CVE-2021-44228"), (Of(log4J, "severity"), Of(log4J, "installed_version"), Of(log4J, "reference_url")));
        var spring = (await project.Viewer.GetAsync("/vulnerabilities?status=false_positive")).Body[0];
        Assert.Equal(
            "VEX: not_affected code_not_reachable HttpInvoker is not used.",
            Assert.Single((await project.Viewer.GetAsync($"/vulnerabilities/{Of(spring, "vuln_id")}/changes")).Each("reason")));
    }

    [Fact]
    public async Task The_dependency_tree_is_that_of_the_bill_of_materials()
    {
        var project = server.NewProject();
        await project.Engineer.SendAsync(Scans.Sample("cyclonedx.json"));

        var answer = await project.Viewer.GetAsync("/vulnerabilities/services/billing/dependencies");

        Assert.Equal((3, true), (answer.Number("total"), answer["has_bill_of_materials"].GetBoolean()));
        Assert.Equal(
            [
                ("asm", "9.0", "False", "", ""), (Log4J, "2.14.1", "False", "CVE-2021-44228", ""),
                ("org.springframework:spring-web", "5.3.1", "True", "", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1,nested"),
            ],
            answer["dependencies"].EnumerateArray().Select(item => (
                Of(item, "name"), Of(item, "version"), item.GetProperty("direct").ToString(), string.Join(',', item.GetProperty("vulnerabilities").EnumerateArray()),
                string.Join(',', item.GetProperty("depends_on").EnumerateArray()))));
        Assert.Equal(1, (await project.Viewer.GetAsync("/vulnerabilities/services/billing/dependencies?limit=1&page=2"))["dependencies"].GetArrayLength());

        // The next one replaces it.
        var next = Scans.Sample("cyclonedx.json");
        next["components"]!.AsArray().RemoveAt(1);
        await project.Engineer.SendAsync(next);
        Assert.Equal(["pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1"], (await project.Viewer.GetAsync("/vulnerabilities/services/billing/dependencies"))["dependencies"]
            .EnumerateArray().Select(item => item.GetProperty("ref").GetString()).OfType<string>());
    }

    [Fact]
    public async Task A_service_of_which_nothing_is_known_has_no_dependencies()
    {
        var answer = await server.NewProject().Viewer.GetAsync("/vulnerabilities/services/web/dependencies");

        Assert.Equal((200, "web", 0, 0), (answer.Code, answer.Text("service_name"), answer["dependencies"].GetArrayLength(), answer.Number("total")));
    }

    [Fact]
    public async Task Without_a_bill_of_materials_only_packages_with_findings_are_known()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a"), ("CVE-2", "a")));

        var answer = await project.Viewer.GetAsync("/vulnerabilities/services/web/dependencies");

        Assert.Equal("""{"name":"a","version":"1.0","direct":null,"vulnerabilities":["CVE-1","CVE-2"],"ref":null,"purl":null,"depends_on":[]}""", answer["dependencies"][0].GetRawText());
        Assert.False(answer["has_bill_of_materials"].GetBoolean());
    }

    [Fact]
    public async Task A_statement_alone_speaks_about_known_findings_and_resolves_nothing()
    {
        var project = server.NewProject();
        await project.Engineer.SendAsync(Scans.Sample("cyclonedx.json"));

        await project.Engineer.SendAsync(Vex("not_affected"), "?service_name=billing");
        Assert.Equal("false_positive", (await project.FindingsAsync("?search=44228"))[0].Status);

        await project.Engineer.SendAsync(Vex("exploitable"), "?service_name=billing");
        Assert.Equal("open", (await project.FindingsAsync("?search=44228"))[0].Status);
        Assert.Equal(2, (await project.FindingsAsync()).Count);

        static JsonNode Vex(string state) => JsonNode.Parse($$$"""
            {"bomFormat":"CycloneDX","specVersion":"1.5","vulnerabilities":[{"id":"CVE-2021-44228","ratings":[{"severity":"critical"}],
             "affects":[{"ref":"urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Amaven%2Forg.apache.logging.log4j%2Flog4j-core%402.14.1"}],"analysis":{"state":"{{{state}}}"}}]}
            """)!;
    }

    [Fact]
    public async Task A_bill_without_vulnerabilities_resolves_nothing()
    {
        var project = server.NewProject();
        await project.Engineer.SendAsync(Scans.Sample("cyclonedx.json"));
        var bill = Scans.Sample("cyclonedx.json");
        bill.AsObject().Remove("vulnerabilities");

        Assert.Equal((200, 0), (await project.Engineer.SendAsync(bill)) is var answer ? (answer.Code, answer.Number("resolved")) : default);
    }

    private static string Of(System.Text.Json.JsonElement item, string field) => item.GetProperty(field).GetString()!;
}
