using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Identity;

namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>Somebody behind api-gateway: requests carry the internal token that it would issue.</summary>
internal sealed class Person(HttpClient http, IServiceProvider services, Caller caller)
{
    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, Text(body), headers);

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, Text(body));

    public Task<Answer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, Text(body));

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = Create(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response.Headers.RetryAfter is not null);
    }

    public async Task<(int Status, string Body)> SendRawAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = Create(method, path, content);
        // So that a body that is refused for its size need not be sent.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 100_000;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Text(object body) => body as string ?? JsonSerializer.Serialize(body);

    private HttpRequestMessage Create(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add(InternalTokens.HeaderName, services.GetRequiredService<InternalTokens>().Issue(caller));
        return request;
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Code, JsonElement Body, bool HasRetryAfter)
{
    public string Detail => Body.GetProperty("detail").GetString()!;

    public int Length => Body.GetArrayLength();

    public string? Text(string field) => Body.GetProperty(field).GetString();

    public double Number(string field) => Body.GetProperty(field).GetDouble();

    public JsonElement this[string field] => Body.GetProperty(field);

    public JsonElement this[int place] => Body[place];

    /// <summary>Of a list: one field of every item.</summary>
    public string Each(string field) => string.Join(',', Body.EnumerateArray().Select(item => item.GetProperty(field).ToString()));

    public Answer Ok()
    {
        Assert.True(Code == 200, $"{Code} {Body}");
        return this;
    }
}

internal static class JsonShow
{
    /// <summary>Some fields of an object, separated by spaces.</summary>
    public static string Show(this JsonElement item, params ReadOnlySpan<string> fields)
    {
        var texts = new List<string>();
        foreach (var field in fields)
        {
            texts.Add(item.GetProperty(field).ToString());
        }

        return string.Join(' ', texts);
    }
}
