using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreCopilot.WebsocketService.Tests;

/// <summary>
/// docs/api/websocket-service.json is what the service says about itself. After a wanted change, run these tests with
/// UPDATE_API_DOCUMENTS=1, look at the difference and commit it.
/// </summary>
public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string File = Path.Combine(
        typeof(OpenApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ApiDocuments").Value!, "websocket-service.json");

    [Fact]
    public async Task The_committed_document_is_that_of_the_service()
    {
        await using var server = await Server.StartAsync();
        var served = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!.AsObject();
        served.Remove("servers"); // The port of this test.

        if (Environment.GetEnvironmentVariable("UPDATE_API_DOCUMENTS") == "1")
        {
            await System.IO.File.WriteAllTextAsync(File, served.ToJsonString(Indented) + "\n", TestContext.Current.CancellationToken);
        }

        var committed = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(committed, served), $"{File} is out of date: run with UPDATE_API_DOCUMENTS=1 and commit the difference.");
    }
}
