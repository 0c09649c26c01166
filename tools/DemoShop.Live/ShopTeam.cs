using System.Text.Json.Nodes;

namespace SreCopilot.DemoShop.Live;

/// <summary>What the people behind the shop have set up: what they watch, whom they tell, what they plan.</summary>
internal sealed class ShopTeam(DemoProject project, DemoSettings settings)
{
    private static readonly string[] Conditions =
    [
        Condition("Orders fail", "checkout", "error_rate", 10, "critical"),
        Condition("Carts fail", "cart", "error_rate", 10, "critical"),
        Condition("The shop is slow", "storefront", "latency", 80, "warning"),
    ];

    private static readonly (string Path, string Body)[] Others =
    [
        ("/api/v1/slos", """{"name": "Orders succeed", "service_name": "checkout", "sli_type": "availability", "target_percentage": 99, "time_window_days": 7}"""),
        ("/api/v1/slos", """{"name": "The shop is quick", "service_name": "storefront", "sli_type": "latency", "threshold_ms": 300, "target_percentage": 95, "time_window_days": 7}"""),
        ("/api/v1/dashboards", """
            {"name": "The shop", "widgets": [
              {"id": "a", "title": "Memory by service", "type": "line", "width": 8, "height": 3, "query": {"metric": "process.memory.usage", "agg": "max", "by": "service"}},
              {"id": "b", "title": "Memory of cart", "type": "billboard", "width": 4, "height": 3, "query": {"metric": "process.memory.usage", "agg": "max", "service": "cart"}},
              {"id": "c", "title": "Memory in all", "type": "bar", "width": 12, "height": 3, "query": {"metric": "process.memory.usage", "agg": "sum"}}]}
            """),
        ("/api/v1/alerts/muting-rules", """{"name": "Weekly maintenance of the search", "repeat": "weekly", "match_criteria": {"service_name": "search"}}"""),
        ("/api/v1/security/vulnerabilities/ingest?service_name=storefront", """
            {"SchemaVersion": 2, "ArtifactName": "shop/storefront:2.8.0", "ArtifactType": "container_image", "Results": [{"Target": "package-lock.json", "Class": "lang-pkgs", "Vulnerabilities": [
              {"VulnerabilityID": "CVE-2020-8203", "PkgName": "lodash", "InstalledVersion": "4.17.15", "FixedVersion": "4.17.19", "Severity": "HIGH",
               "Title": "Prototype pollution", "Description": "Keys are not checked.", "PrimaryURL": "https://avd.aquasec.com/nvd/cve-2020-8203"},
              {"VulnerabilityID": "CVE-2022-0778", "PkgName": "openssl", "InstalledVersion": "1.1.1k", "FixedVersion": "1.1.1n", "Severity": "CRITICAL",
               "Title": "Endless loop in a certificate", "Description": "A certificate stops the service.", "PrimaryURL": "https://avd.aquasec.com/nvd/cve-2022-0778"},
              {"VulnerabilityID": "CVE-2021-23337", "PkgName": "lodash", "InstalledVersion": "4.17.15", "FixedVersion": "4.17.21", "Severity": "MEDIUM",
               "Title": "Command injection", "Description": "Templates are run.", "PrimaryURL": "https://avd.aquasec.com/nvd/cve-2021-23337"}]}]}
            """),
    ];

    /// <summary>Sets it up, unless that was done before.</summary>
    public async Task SetUpAsync(CancellationToken cancel)
    {
        var policies = await project.AskAsync(HttpMethod.Get, "/api/v1/alerts/policies", null, cancel);
        if (policies.EnumerateArray().Any(policy => policy.GetProperty("name").GetString() == DemoProject.Name))
        {
            return;
        }

        foreach (var (path, body) in Others)
        {
            await CreateAsync(path, JsonNode.Parse(body)!, cancel);
        }

        await CreateAsync("/api/v1/synthetics/monitors", new JsonObject
        {
            ["name"] = "Entry point", ["type"] = "ping", ["url"] = new Uri(settings.Platform!, "/alive").ToString(), ["frequency_seconds"] = 60, ["assertions"] = new JsonArray(),
        }, cancel);
        var channel = await CreateAsync("/api/v1/alerts/channels", new JsonObject
        {
            ["name"] = "Pager of the shop", ["type"] = "webhook", ["config"] = new JsonObject { ["webhook_url"] = $"http://127.0.0.1:{settings.HealthPort}/pager" },
        }, cancel);
        var conditions = new JsonArray();
        foreach (var condition in Conditions)
        {
            conditions.Add((JsonNode)(await CreateAsync("/api/v1/alerts/conditions", JsonNode.Parse(condition)!, cancel)).GetProperty("condition_id").GetString()!);
        }

        await CreateAsync("/api/v1/alerts/policies", new JsonObject
        {
            ["name"] = DemoProject.Name, ["condition_ids"] = conditions, ["channel_ids"] = new JsonArray(channel.GetProperty("channel_id").GetString()),
        }, cancel);
    }

    private Task<System.Text.Json.JsonElement> CreateAsync(string path, JsonNode body, CancellationToken cancel) => project.AskAsync(HttpMethod.Post, path, body, cancel);

    private static string Condition(string name, string service, string metric, int threshold, string severity) => $$"""
        {"name": "{{name}}", "signal": "trace", "metric_name": "{{metric}}", "service_name": "{{service}}", "operator": "gt", "threshold": {{threshold}},
         "duration_seconds": 180, "severity": "{{severity}}"}
        """;
}
