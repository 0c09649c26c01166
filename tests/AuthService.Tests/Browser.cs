using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using SreCopilot.Identity;

namespace SreCopilot.AuthService.Tests;

/// <summary>A browser behind api-gateway: keeps cookies, and its requests carry the internal token the gateway would issue.</summary>
internal sealed class Browser(HttpClient http, IServiceProvider services)
{
    public const string Password = "Correct-horse1!";

    /// <summary>Its own network, so that tests do not throttle each other.</summary>
    public string Address { get; set; } = new IPAddress(RandomNumberGenerator.GetBytes(4)).ToString();

    public Dictionary<string, string> Cookies { get; } = [];

    public Dictionary<string, string> ExtraHeaders { get; } = new() { ["X-Forwarded-Proto"] = "http", ["X-Forwarded-Host"] = "localhost:30000" };

    /// <summary>Instead of the user whose cookies it has.</summary>
    public Caller? FixedCaller { get; init; }

    public static string NewEmail() => $"user-{Guid.NewGuid():N}@acme.example";

    public Task<Answer> RegisterAsync(string email, string password = Password, string name = "Ana", string tenant = "Acme") =>
        PostAsync("/register", new { email, password, full_name = name, tenant_name = tenant });

    public Task<Answer> LoginAsync(string email, string password = Password) => PostAsync("/login", new { email, password });

    public Task<Answer> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonSerializer.Serialize(body));

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, JsonSerializer.Serialize(body));

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string mediaType = "application/json", bool internalToken = true)
    {
        using var request = await CreateAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, mediaType), internalToken);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.ReadAsync(response);
        foreach (var cookie in answer.Cookies.Values)
        {
            Cookies[cookie.Name.ToString()] = cookie.Value.ToString();
        }

        return answer;
    }

    /// <summary>Sends anything and keeps no cookies.</summary>
    public async Task<(int Status, string Body)> SendRawAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = await CreateAsync(method, path, content, internalToken: true);
        // So that a body that is refused for its size need not be sent.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 100_000;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<HttpRequestMessage> CreateAsync(HttpMethod method, string path, HttpContent? content, bool internalToken)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (internalToken)
        {
            request.Headers.Add(InternalTokens.HeaderName, services.GetRequiredService<InternalTokens>().Issue(await CallerAsync()));
        }

        foreach (var (name, value) in ExtraHeaders)
        {
            request.Headers.Add(name, value);
        }

        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        return request;
    }

    /// <summary>The user whose access token this browser holds.</summary>
    public async Task<Caller> CallerAsync()
    {
        if (FixedCaller is not null)
        {
            return FixedCaller;
        }

        var user = Cookies.TryGetValue("access_token", out var token) ? await services.GetRequiredService<AccessTokens>().VerifyAccessAsync(token) : null;
        return (user ?? new Caller { Kind = CallerKind.Anonymous }) with { ClientAddress = Address };
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Body, IReadOnlyDictionary<string, SetCookieHeaderValue> Cookies, TimeSpan? RetryAfter, string? CacheControl)
{
    public int Code => (int)Status;

    public string Detail => Body.GetProperty("detail").GetString()!;

    public string Text(string field) => Body.GetProperty(field).GetString()!;

    public Guid Id(string field = "id") => Body.GetProperty(field).GetGuid();

    /// <summary>Of a list: one field of every item.</summary>
    public List<string?> Each(string field) => [.. Body.EnumerateArray().Select(item => item.GetProperty(field).ToString())];

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var cookies = response.Headers.TryGetValues("Set-Cookie", out var values) ? SetCookieHeaderValue.ParseList([.. values]) : [];
        return new Answer(
            response.StatusCode,
            text.Length == 0 ? default : JsonDocument.Parse(text).RootElement,
            cookies.ToDictionary(cookie => cookie.Name.ToString()),
            response.Headers.RetryAfter?.Delta,
            response.Headers.CacheControl?.ToString());
    }

    public IEnumerable<string> Fields(string? child = null) =>
        (child is null ? Body : Body.GetProperty(child)).EnumerateObject().Select(property => property.Name);
}
