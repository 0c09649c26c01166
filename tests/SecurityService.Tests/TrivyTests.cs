namespace SreCopilot.SecurityService.Tests;

/// <summary>Reports of Trivy.</summary>
public sealed class TrivyTests(SecurityServer server) : IClassFixture<SecurityServer>
{
    [Fact]
    public async Task Vulnerabilities_misconfigurations_and_secrets_are_findings()
    {
        var project = server.NewProject();

        var answer = await project.Engineer.SendAsync(Scans.Sample("trivy-image.json"), "?service_name=web");

        Assert.Equal((200, "trivy", 5, 1), (answer.Code, answer.Text("format"), answer.Number("ingested"), answer.Number("rejected_count")));
        Assert.Equal("Results[0].Vulnerabilities[2]", answer["rejected"][0].GetProperty("item").GetString());
        Assert.Equal("registry.example:5000/shop/web", answer["scans"][0].GetProperty("target").GetString());
        Assert.Equal(
            [
                ("AVD-DS-0002", "Dockerfile", "high", "Dockerfile:7"),
                ("CVE-2022-24999", "qs", "high", "app/package-lock.json"),
                ("CVE-2022-28391", "busybox", "critical", "registry.example:5000/shop/web:1.4.2 (alpine 3.15.0)"),
                ("CVE-2099-0001", "musl", "critical", "registry.example:5000/shop/web:1.4.2 (alpine 3.15.0)"),
                ("aws-access-key-id", "/app/.env", "critical", "/app/.env:3"),
            ],
            (await project.Viewer.GetAsync("/vulnerabilities")).Body.EnumerateArray()
                .Select(item => (Of(item, "cve_id"), Of(item, "package_name"), Of(item, "severity"), Of(item, "location"))).OrderBy(item => item.Item1, StringComparer.Ordinal));

        static string Of(System.Text.Json.JsonElement item, string field) => item.GetProperty(field).GetString()!;
    }

    [Fact]
    public async Task A_found_secret_and_a_script_address_are_not_stored()
    {
        var project = server.NewProject();
        await project.Engineer.SendAsync(Scans.Sample("trivy-image.json"), "?service_name=web");

        Assert.DoesNotContain("AKIA", (await project.Viewer.GetAsync("/vulnerabilities")).Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(0L, await server.SqlAsync("select count(*) from vulnerabilities v where v::text like '%AKIA%' or v::text like '%javascript:%'"));
    }

    [Fact]
    public async Task The_next_image_of_the_same_name_resolves_what_is_gone_and_a_report_without_results_is_clean()
    {
        var project = server.NewProject();
        var scan = Scans.Sample("trivy-image.json");
        scan["Results"]![0]!["Vulnerabilities"]!.AsArray().RemoveAt(2);
        await project.Engineer.SendAsync(scan, "?service_name=web");

        scan["ArtifactName"] = "registry.example:5000/shop/web:1.5.0";
        scan["Results"]!.AsArray().RemoveAt(3);
        Assert.Equal((1, 0), (await project.Engineer.SendAsync(scan, "?service_name=web")) is var next ? (next.Number("resolved"), next.Number("new")) : default);

        scan["ArtifactName"] = "registry.example:5000/shop/other:1.5.0";
        Assert.Equal(0, (await project.Engineer.SendAsync(scan, "?service_name=web")).Number("resolved"));

        scan.AsObject().Remove("Results");
        Assert.Equal(0, (await project.Engineer.SendAsync(scan, "?service_name=web")).Number("resolved")); // The first image still has them.
        scan["ArtifactName"] = "registry.example:5000/shop/web@sha256:0f3c";
        Assert.Equal(4, (await project.Engineer.SendAsync(scan, "?service_name=web")).Number("resolved"));
    }

    [Fact]
    public async Task Packages_make_the_dependency_tree()
    {
        var project = server.NewProject();
        await project.Engineer.SendAsync(Scans.Sample("trivy-image.json"), "?service_name=web");

        var answer = await project.Viewer.GetAsync("/vulnerabilities/services/web/dependencies");

        Assert.True(answer["has_bill_of_materials"].GetBoolean());
        Assert.Equal(
            [("busybox", "", "CVE-2022-28391", ""), ("express", "True", "", "qs@6.7.0"), ("musl", "", "CVE-2099-0001", ""), ("qs", "False", "CVE-2022-24999", "")],
            answer["dependencies"].EnumerateArray().Select(item => (
                item.GetProperty("name").GetString()!, item.GetProperty("direct").ToString(), string.Join(',', item.GetProperty("vulnerabilities").EnumerateArray()),
                string.Join(',', item.GetProperty("depends_on").EnumerateArray()))));
    }

    [Fact]
    public async Task Without_a_service_name_it_is_refused() =>
        Assert.StartsWith("service_name:", (await server.NewProject().Engineer.SendAsync(Scans.Sample("trivy-image.json"))).Detail, StringComparison.Ordinal);
}
