using System.Text.Json;

namespace SreCopilot.SecurityService.Tests;

/// <summary>Nonsense on every operation of the OpenAPI document, and inside of scans.</summary>
public sealed class RobustnessTests(SecurityServer server) : IClassFixture<SecurityServer>
{
    private static readonly Dictionary<string, object> Plausible = new() { ["source"] = "trivy", ["status"] = "open", ["vulnerabilities"] = Array.Empty<object>() };

    private static readonly string[] Junk =
        ["null", "true", "-1", "1e400", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\r\\n\"", "[]", "[null]", "[[]]", "{}", "{\"\\ud800\":1}", "\"urn:cdx:#%\"", "\"pkg:/@\"", "99999999999"];

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a")));
        var id = (await project.Viewer.GetAsync("/vulnerabilities")).Each("vuln_id")[0]!;
        var nonsense = new Nonsense((operation, path, content) => project.Engineer.SendRawAsync(operation.Method, path, content), _ => id, Plausible);

        foreach (var operation in Operation.ReadAll(await server.DescribeAsync()))
        {
            await nonsense.TryAsync(operation);
        }

        Assert.True(nonsense.Sent > 300, $"{nonsense.Sent}");
    }

    [Theory]
    [InlineData("trivy-image.json")]
    [InlineData("codeql.sarif")]
    [InlineData("cyclonedx.json")]
    public async Task No_value_of_a_scan_may_be_anything_that_breaks_it(string sample)
    {
        var project = server.NewProject();
        var text = Scans.Sample(sample).ToJsonString();
        var places = PathsOf(JsonDocument.Parse(text).RootElement, []).ToList();
        Assert.True(places.Count > 50);

        // Every place of the document becomes one kind of junk, in turn.
        foreach (var (index, place) in places.Index())
        {
            var junk = Junk[index % Junk.Length];
            var (status, body) = await project.Engineer.SendRawAsync(
                HttpMethod.Post, Scans.Ingest + "?service_name=web", new StringContent(Replace(JsonDocument.Parse(text).RootElement, place, 0, junk), null, "application/json"));
            Assert.True(status is 200 or 400, $"{string.Join('.', place)} = {junk}: {status} {body}");
        }
    }

    [Fact]
    public async Task Deep_and_truncated_documents_are_refused()
    {
        var engineer = server.NewProject().Engineer;
        var sample = Scans.Sample("codeql.sarif").ToJsonString();

        Assert.Equal(400, (await engineer.SendAsync(HttpMethod.Post, Scans.Ingest, $$"""{"runs":{{new string('[', 100)}}{{new string(']', 100)}},"version":"2.1.0"}""")).Code);
        Assert.Equal(400, (await engineer.SendAsync(HttpMethod.Post, Scans.Ingest, sample[..^10])).Code);
        Assert.Equal(400, (await engineer.SendAsync(HttpMethod.Post, Scans.Ingest, sample + "x")).Code);
        Assert.Equal(200, (await engineer.SendAsync(HttpMethod.Post, Scans.Ingest + "?service_name=w", "\ufeff \n" + sample)).Code);
    }

    private static IEnumerable<string[]> PathsOf(JsonElement value, string[] path)
    {
        var children = value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(field => PathsOf(field.Value, [.. path, field.Name])),
            JsonValueKind.Array => value.EnumerateArray().Index().SelectMany(item => PathsOf(item.Item, [.. path, $"{item.Index}"])),
            _ => [],
        };
        return children.Prepend(path).Where(place => place.Length > 0);
    }

    private static string Replace(JsonElement value, string[] path, int depth, string junk)
    {
        if (depth == path.Length)
        {
            return junk;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(field => $"{JsonSerializer.Serialize(field.Name)}:{Child(field.Name, field.Value)}"))}}}",
            JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Index().Select(item => Child($"{item.Index}", item.Item)))}]",
            _ => value.GetRawText(),
        };

        string Child(string name, JsonElement child) => path[depth] == name ? Replace(child, path, depth + 1, junk) : child.GetRawText();
    }
}
