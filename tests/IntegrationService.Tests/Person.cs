using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Identity;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>Somebody behind api-gateway: requests carry the internal token that it would issue.</summary>
internal sealed class Person(HttpClient http, IServiceProvider services, Caller caller)
{
    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, byte[]? body, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = Create(method, path, body is null ? null : new ByteArrayContent(body));
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
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 100_000;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static byte[] Json(object body) => body as byte[] ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body));

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

    public string? Text(string field) => Body.GetProperty(field).GetString();

    public JsonElement this[string field] => Body.GetProperty(field);

    /// <summary>What a webhook's answer says about each alert.</summary>
    public List<string?> Outcomes => [.. Body.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("outcome").GetString())];

    public List<Guid> Incidents => [.. Body.GetProperty("incident_ids").EnumerateArray().Select(id => id.GetGuid())];

    /// <summary>Of a list: one field of every item.</summary>
    public List<string?> Each(string field) => [.. Body.EnumerateArray().Select(item => item.GetProperty(field).ToString())];
}
