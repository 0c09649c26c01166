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

    public static string NewEmail() => $"user-{Guid.NewGuid():N}@acme.example";

    public Task<Answer> RegisterAsync(string email, string password = Password, string name = "Ana", string tenant = "Acme") =>
        PostAsync("/register", new { email, password, full_name = name, tenant_name = tenant });

    public Task<Answer> LoginAsync(string email, string password = Password) => PostAsync("/login", new { email, password });

    public Task<Answer> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonSerializer.Serialize(body));

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string mediaType = "application/json", bool internalToken = true)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        }

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

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await Answer.ReadAsync(response);
        foreach (var cookie in answer.Cookies.Values)
        {
            Cookies[cookie.Name.ToString()] = cookie.Value.ToString();
        }

        return answer;
    }

    private async Task<Caller> CallerAsync()
    {
        var user = Cookies.TryGetValue("access_token", out var token) ? await services.GetRequiredService<AccessTokens>().VerifyAccessAsync(token) : null;
        return (user ?? new Caller { Kind = CallerKind.Anonymous }) with { ClientAddress = Address };
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Body, IReadOnlyDictionary<string, SetCookieHeaderValue> Cookies, TimeSpan? RetryAfter, string? CacheControl)
{
    public int Code => (int)Status;

    public string Detail => Body.GetProperty("detail").GetString()!;

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
