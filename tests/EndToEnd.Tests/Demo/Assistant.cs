using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using SreCopilot.EndToEnd.Tests.Isolation;

namespace SreCopilot.EndToEnd.Tests.Demo;

/// <summary>The official MCP client at the entry point, with an API key as people make one.</summary>
internal sealed class Assistant(McpClient client) : IAsyncDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Assistant> ConnectAsync(Account owner, string scope) => new(await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(owner.Client.BaseAddress!, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            ConnectionTimeout = TimeSpan.FromMinutes(2),
            AdditionalHeaders = new Dictionary<string, string> { ["X-API-Key"] = await CreateKeyAsync(owner, scope) },
        }),
        new McpClientOptions { InitializationTimeout = TimeSpan.FromMinutes(2) }, cancellationToken: Cancel));

    public static async Task<string> CreateKeyAsync(Account owner, string scope) =>
        (await owner.PostAsync($"/api/v1/projects/{owner.ProjectId}/api-keys", new { name = $"With {scope}", scopes = new[] { scope } }, Cancel)).GetProperty("raw_key").GetString()!;

    /// <summary>The status of the simplest call with a key, or without one.</summary>
    public static async Task<int> TryAsync(Account owner, string? key)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(owner.Client.BaseAddress!, "/mcp"))
        {
            Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""", Encoding.UTF8, "application/json"),
            Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json"), new MediaTypeWithQualityHeaderValue("text/event-stream") } },
        };
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        using var answer = await http.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }

    /// <summary>What a tool answers.</summary>
    public async Task<string> CallAsync(string tool, Dictionary<string, object?> arguments)
    {
        var result = await client.CallToolAsync(tool, arguments, cancellationToken: Cancel);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.True(result.IsError is not true, text);
        return text;
    }

    /// <summary>The same, when it is JSON.</summary>
    public async Task<JsonElement> AskAsync(string tool, Dictionary<string, object?> arguments)
    {
        var text = await CallAsync(tool, arguments);
        Assert.True(text[0] is '{' or '[', text);
        return JsonDocument.Parse(text).RootElement;
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
