using System.Text;
using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.Tests;

/// <summary>Somebody behind api-gateway: requests carry the internal token that it would issue.</summary>
internal sealed class Person(HttpClient http, InternalTokens tokens, Caller caller)
{
    public HttpClient Http => http;

    public string Token => tokens.Issue(caller);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Sends a body that is JSON already, or what becomes JSON.</summary>
    public Task<Answer> PostAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, Json(body), headers);

    public Task<Answer> PutAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, Json(body), headers);

    public Task<Answer> PatchAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Patch, path, Json(body), headers);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers) =>
        SendContentAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), headers);

    public async Task<Answer> SendContentAsync(HttpMethod method, string path, HttpContent? content, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = Create(method, path, content);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
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

    private static string Json(object body) => body as string ?? JsonSerializer.Serialize(body);
}
