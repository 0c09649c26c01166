using System.Text;
using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.Tests;

/// <summary>Somebody behind api-gateway: requests carry the internal token that it would issue.</summary>
internal sealed class Person(HttpClient http, InternalTokens tokens, Caller caller)
{
    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body));

    public Task<Answer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, JsonSerializer.Serialize(body));

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, JsonSerializer.Serialize(body));

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
        return new Answer(
            (int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response.Headers.RetryAfter is not null,
            response.Headers.TryGetValues("X-Total-Count", out var total) ? int.Parse(total.Single(), null) : null);
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
        request.Headers.Add(InternalTokens.HeaderName, tokens.Issue(caller));
        return request;
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Code, JsonElement Body, bool HasRetryAfter, int? Total)
{
    public string Detail => Body.GetProperty("detail").GetString()!;

    public string? Text(string field) => Body.GetProperty(field).GetString();

    public int Number(string field) => Body.GetProperty(field).GetInt32();

    public Guid Id(string field) => Body.GetProperty(field).GetGuid();

    public JsonElement this[string field] => Body.GetProperty(field);

    /// <summary>Of a list: one field of every item.</summary>
    public List<string?> Each(string field) => [.. Body.EnumerateArray().Select(item => item.GetProperty(field).ToString())];
}
