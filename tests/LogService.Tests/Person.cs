using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Identity;

namespace SreCopilot.LogService.Tests;

/// <summary>Somebody behind api-gateway: requests carry the internal token that it would issue.</summary>
internal sealed class Person(HttpClient http, IServiceProvider services, Caller caller)
{
    public HttpClient Http => http;

    public string Token => services.GetRequiredService<InternalTokens>().Issue(caller);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, (HttpContent?)null);

    public Task<Answer> PostAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body), headers);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = Create(method, path, content);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json" && text.Length > 0;
        return new Answer((int)response.StatusCode, isJson ? JsonDocument.Parse(text).RootElement : default, response.Headers.RetryAfter is not null);
    }

    public async Task<(int Status, string Body)> SendRawAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = Create(method, path, content);
        // So that a body that is refused for its size need not be sent.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 100_000;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public HttpRequestMessage Create(HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add(InternalTokens.HeaderName, Token);
        return request;
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Code, JsonElement Body, bool HasRetryAfter)
{
    public string Detail => Body.GetProperty("detail").GetString()!;

    public string? Text(string field) => Body.GetProperty(field).GetString();

    public long Number(string field) => Body.GetProperty(field).GetInt64();

    public JsonElement this[string field] => Body.GetProperty(field);

    /// <summary>One field of every item of a list.</summary>
    public List<string?> Each(string list, string field) => [.. Body.GetProperty(list).EnumerateArray().Select(item => item.GetProperty(field).ToString())];

    public List<string?> Messages => Each("items", "message");
}
