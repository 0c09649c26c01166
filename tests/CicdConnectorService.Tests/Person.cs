using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Identity;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>Somebody behind api-gateway: requests carry the internal token that it would issue.</summary>
internal sealed class Person(HttpClient http, IServiceProvider services, Caller caller)
{
    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body), headers);

    public Task<Answer> PatchAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Patch, path, JsonSerializer.Serialize(body), headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = Create(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response.Headers.ETag?.Tag, response.Headers.RetryAfter is not null);
    }

    public async Task<(int Status, string Body)> SendRawAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = Create(method, path, content);
        // So that a body that is refused for its size need not be sent.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 100_000;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private HttpRequestMessage Create(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add(InternalTokens.HeaderName, services.GetRequiredService<InternalTokens>().Issue(caller));
        return request;
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Code, JsonElement Body, string? EntityTag, bool HasRetryAfter)
{
    public string Detail => Body.GetProperty("detail").GetString()!;

    public string? Text(string field) => Body.GetProperty(field).GetString();

    public Guid Id(string field = "id") => Body.GetProperty(field).GetGuid();

    public JsonElement this[string field] => Body.GetProperty(field);
}
