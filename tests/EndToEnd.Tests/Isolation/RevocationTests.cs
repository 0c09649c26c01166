using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SreCopilot.EndToEnd.Tests.Isolation;

/// <summary>Two replicas each of auth-service and api-gateway: what is taken away stops working on all of them.</summary>
public sealed class RevocationTests(PlatformFixture fixture, ITestOutputHelper output)
{
    /// <summary>In a row, each on a new connection, which the orchestrator's proxy gives to one replica after the other.</summary>
    private const int RefusalsInARow = 12;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly string[] Scopes = ["ingest:logs"];

    private readonly RunningPlatform _platform = fixture.Platform;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replayed_refresh_token_ends_the_session()
    {
        var user = await Account.RegisterAsync(_platform, Cancellation);
        var second = await RefreshAsync(user.RefreshToken!);
        // Only the last but one may come again, for a moment: two tabs may refresh at once.
        var third = await RefreshAsync(second.RefreshToken);
        await AssertWorksAsync(() => MeAsync(third.AccessToken));

        await Assert.ThrowsAsync<HttpRequestException>(() => RefreshAsync(user.RefreshToken!));

        await AssertEndsAsync(() => MeAsync(third.AccessToken), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_removed_member_is_out()
    {
        var owner = await Account.RegisterAsync(_platform, Cancellation);
        var member = await owner.InviteAsync(_platform, "engineer", owner.ProjectId, "engineer", Cancellation);
        await AssertWorksAsync(() => MeAsync(member.AccessToken));

        await owner.SendAsync(HttpMethod.Delete, $"/api/v1/projects/{owner.ProjectId}/members/{member.UserId}", body: null, Cancellation);

        await AssertEndsAsync(() => MeAsync(member.AccessToken), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_revoked_api_key_is_refused()
    {
        var owner = await Account.RegisterAsync(_platform, Cancellation);
        var keys = $"/api/v1/projects/{owner.ProjectId}/api-keys";
        var key = await owner.PostAsync(keys, new { name = "agent", scopes = Scopes }, Cancellation);
        // Any answer but 401 and 403 comes from behind the door.
        await AssertWorksAsync(async () => await IngestAsync(key.GetProperty("raw_key").GetString()!) is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);

        await owner.SendAsync(HttpMethod.Delete, $"{keys}/{key.GetProperty("id").GetString()}", body: null, Cancellation);

        await AssertEndsAsync(() => IngestAsync(key.GetProperty("raw_key").GetString()!), HttpStatusCode.Unauthorized);
    }

    private async Task<HttpStatusCode> MeAsync(string accessToken)
    {
        using var client = _platform.CreateClient("api-gateway");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await client.GetAsync("/api/v1/auth/me", Cancellation);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> IngestAsync(string key)
    {
        using var client = _platform.CreateClient("api-gateway");
        client.DefaultRequestHeaders.Add("X-API-Key", key);
        using var response = await client.PostAsJsonAsync("/api/v1/ingest/logs", new { logs = Array.Empty<object>() }, Cancellation);
        return response.StatusCode;
    }

    private async Task<(string AccessToken, string RefreshToken)> RefreshAsync(string refreshToken)
    {
        using var client = _platform.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/refresh");
        request.Headers.Add("Cookie", $"refresh_token={refreshToken}");
        using var response = await client.SendAsync(request, Cancellation);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        return (body.GetProperty("access_token").GetString()!, Account.ReadCookie(response, "refresh_token")!);
    }

    private static async Task AssertWorksAsync(Func<Task<HttpStatusCode>> ask)
    {
        for (var i = 0; i < RefusalsInARow; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await ask());
        }
    }

    private async Task AssertEndsAsync(Func<Task<HttpStatusCode>> ask, HttpStatusCode refusal)
    {
        var started = TimeProvider.System.GetTimestamp();
        var lastAccepted = TimeSpan.Zero;
        for (var refusals = 0; refusals < RefusalsInARow; refusals++)
        {
            if (await ask() == refusal)
            {
                continue;
            }

            refusals = -1;
            lastAccepted = TimeProvider.System.GetElapsedTime(started);
            Assert.True(lastAccepted < Deadline, $"Still accepted after {lastAccepted.TotalSeconds:0.0} s.");
        }

        output.WriteLine($"Accepted for the last time after {lastAccepted.TotalSeconds:0.00} s.");
    }
}
