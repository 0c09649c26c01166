using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SreCopilot.EndToEnd.Tests.Isolation;

/// <summary>Somebody who has signed in; calls with a bearer token.</summary>
public sealed record Account(HttpClient Client, string AccessToken, string? RefreshToken, Guid UserId, Guid TenantId, Guid ProjectId, string Email)
{
    public static async Task<Account> RegisterAsync(RunningPlatform platform, CancellationToken cancellationToken)
    {
        var account = NewAccount.Create();
        var owner = await SignInAsync(platform, "/api/v1/auth/register", account, account["email"], cancellationToken);
        platform.Organisations.Add(owner.Email);
        return owner;
    }

    public static Task<Account> LogInAsync(RunningPlatform platform, string email, CancellationToken cancellationToken) =>
        SignInAsync(platform, "/api/v1/auth/login", new() { ["email"] = email, ["password"] = NewAccount.Password }, email, cancellationToken);

    /// <summary>Creates a further user of this owner's tenant and makes it a member of a project.</summary>
    public async Task<Account> InviteAsync(RunningPlatform platform, string tenantRole, Guid project, string projectRole, CancellationToken cancellationToken)
    {
        var email = $"{projectRole}.{Guid.NewGuid():N}@example.com";
        await PostAsync("/api/v1/users", new { email, full_name = "Bo Berg", password = NewAccount.Password, role = tenantRole }, cancellationToken);
        await PostAsync($"/api/v1/projects/{project}/members", new { user_email = email, role = projectRole }, cancellationToken);
        return await LogInAsync(platform, email, cancellationToken);
    }

    /// <summary>The same person with a token for another project.</summary>
    public async Task<Account> SwitchProjectAsync(Guid project, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("/api/v1/auth/switch-project", new { project_id = project }, cancellationToken);
        var token = answer.GetProperty("access_token").GetString()!;
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return this with { AccessToken = token, ProjectId = project };
    }

    /// <summary>Creates something and returns the answer, which must be a success.</summary>
    public Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, path, body, cancellationToken);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await Client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<Account> SignInAsync(RunningPlatform platform, string path, Dictionary<string, string> credentials, string email, CancellationToken cancellationToken)
    {
        using var anonymous = platform.CreateClient();
        using var response = await anonymous.PostAsJsonAsync(path, credentials, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        var answer = JsonDocument.Parse(text).RootElement;
        var user = answer.GetProperty("user");
        var token = answer.GetProperty("access_token").GetString()!;
        var client = platform.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new Account(
            client, token, ReadCookie(response, "refresh_token"), user.GetProperty("id").GetGuid(), user.GetProperty("tenant_id").GetGuid(),
            user.GetProperty("current_project_id").GetGuid(), email);
    }

    public static string? ReadCookie(HttpResponseMessage response, string name) =>
        response.Headers.GetValues("Set-Cookie")
            .Where(cookie => cookie.StartsWith($"{name}=", StringComparison.Ordinal))
            .Select(cookie => cookie.Split(';')[0][(name.Length + 1)..])
            .SingleOrDefault();
}
