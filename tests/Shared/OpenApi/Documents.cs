using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SreCopilot.Tests;

/// <summary>What the project's documents say about a service. (The test project names the folder in an AssemblyMetadata "ApiDocuments".)</summary>
internal static partial class Documents
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Folder = typeof(Documents).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ApiDocuments").Value!;

    /// <summary>Compares docs/api/SERVICE.json with what the service says about itself, or writes it when UPDATE_API_DOCUMENTS is 1.</summary>
    public static async Task AssertCommittedAsync(string service, JsonElement document)
    {
        var file = Path.Combine(Folder, $"{service}.json");
        var served = JsonNode.Parse(document.GetRawText())!.AsObject();
        served.Remove("servers"); // The port of this test.

        if (Environment.GetEnvironmentVariable("UPDATE_API_DOCUMENTS") == "1")
        {
            await File.WriteAllTextAsync(file, served.ToJsonString(Indented) + "\n", TestContext.Current.CancellationToken);
        }

        var committed = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(committed, served), $"{file} is out of date: run with UPDATE_API_DOCUMENTS=1 and commit the difference.");
    }

    /// <summary>The role matrix of one service in docs/security.md.</summary>
    public static async Task<List<(string Name, string Endpoint, string Who)>> ReadRoleTableAsync(string service)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "..", "security.md"), TestContext.Current.CancellationToken);
        var start = text.IndexOf($"\n### {service}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/security.md has no section {service}.");
        var end = text.IndexOf("\n##", start + 4, StringComparison.Ordinal);
        return [.. Line().Matches(text[start..end]).Select(match => (match.Groups["name"].Value, match.Groups["endpoint"].Value, match.Groups["who"].Value))];
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z_]+)` \| `(?<endpoint>[A-Z]+ /[^`]*)` \| (?<who>[^|]+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
