using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SreCopilot.EndToEnd.Tests;

/// <summary>The checks of the original deployment, through the real entry point.</summary>
public sealed class CoreChecksTests(PlatformFixture fixture)
{
    private readonly RunningPlatform _platform = fixture.Platform;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entry_point_serves_the_app()
    {
        using var client = _platform.CreateClient();
        using var response = await client.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Api_health_answers_through_the_entry_point_without_a_redirect()
    {
        using var client = _platform.CreateClient();
        using var response = await client.GetAsync("/api/health", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("healthy", body.GetProperty("status").GetString());
        Assert.Equal("api-gateway", body.GetProperty("service").GetString());
    }

    public static TheoryData<string> ServiceNames => [.. RunningPlatform.Services];

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task Service_is_ready(string service)
    {
        using var client = _platform.CreateClient(service);
        using var response = await client.GetAsync("/health", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(service, body.GetProperty("service").GetString());
    }

    [Fact]
    public async Task Status_lists_all_services_as_healthy()
    {
        using var client = _platform.CreateClient();
        var body = await client.GetFromJsonAsync<JsonElement>("/api/v1/status", Cancellation);

        Assert.Equal("healthy", body.GetProperty("status").GetString());
        Assert.Equal(
            RunningPlatform.Services,
            body.GetProperty("services").EnumerateArray().Select(service => service.GetProperty("name").GetString()!));
    }

    [Fact]
    public async Task Registration_creates_the_account_and_sets_both_cookies()
    {
        using var client = _platform.CreateClient();
        using var response = await client.PostAsJsonAsync("/api/v1/auth/register", NewAccount.Create(), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var cookies = response.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(cookies, cookie => cookie.StartsWith("access_token=", StringComparison.Ordinal) && cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(cookies, cookie => cookie.StartsWith("refresh_token=", StringComparison.Ordinal) && cookie.Contains("path=/api/v1/auth/refresh", StringComparison.OrdinalIgnoreCase));

        var me = await client.GetFromJsonAsync<JsonElement>("/api/v1/auth/me", Cancellation);
        Assert.Equal("owner", me.GetProperty("current_project_role").GetString());
    }

    public static TheoryData<string> ResourceNames => ["postgres", "redis-server", "frontend", .. RunningPlatform.Services];

    [Theory]
    [MemberData(nameof(ResourceNames))]
    public async Task Resource_shows_its_console_log(string name)
    {
        var resource = _platform.Model.Resources.Single(resource => resource.Name == name);
        await using var batches = _platform.ConsoleLogs.WatchAsync(resource).GetAsyncEnumerator(Cancellation);

        Assert.True(await batches.MoveNextAsync());
        Assert.NotEmpty(batches.Current);
    }
}
