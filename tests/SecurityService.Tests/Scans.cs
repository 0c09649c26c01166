using System.Text.Json.Nodes;

namespace SreCopilot.SecurityService.Tests;

/// <summary>Scans as their tools write them.</summary>
internal static class Scans
{
    public const string Ingest = "/vulnerabilities/ingest";

    /// <summary>The platform's own format.</summary>
    public static object Native(string service, params (string Id, string Package)[] findings) => new
    {
        source = "trivy", service_name = service,
        vulnerabilities = findings.Select(finding => new
        {
            cve_id = finding.Id, title = $"{finding.Id} in {finding.Package}", description = "d", severity = "high", package_name = finding.Package,
            installed_version = "1.0", fixed_version = "1.1",
        }),
    };

    /// <summary>A file of the folder Samples.</summary>
    public static JsonNode Sample(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", name)))!;

    public static Task<Answer> SendAsync(this Person person, JsonNode scan, string query = "") =>
        person.SendAsync(HttpMethod.Post, Ingest + query, scan.ToJsonString());

    /// <summary>Findings as (id, package, status), in order.</summary>
    public static async Task<List<(string Id, string Package, string Status)>> FindingsAsync(this TestProject project, string query = "") =>
    [
        .. (await project.Viewer.GetAsync("/vulnerabilities" + query)).Body.EnumerateArray()
            .Select(item => (item.GetProperty("cve_id").GetString()!, item.GetProperty("package_name").GetString()!, item.GetProperty("status").GetString()!))
            .Order(),
    ];
}
