using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SreCopilot.EndToEnd.Tests.Isolation;

namespace SreCopilot.EndToEnd.Tests;

/// <summary>Has a platform of its own: it breaks things that other tests rely on.</summary>
public sealed class OutageTests
{
    private static readonly string[] Scopes = ["ingest:traces", "ingest:metrics", "ingest:logs"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Postgres_outage_is_a_clear_503_and_recovers_and_a_restart_keeps_the_accounts_and_may_watch_itself()
    {
        using var data = new TemporaryFolder();
        var account = NewAccount.Create();
        string key;

        await using (var platform = await RunningPlatform.StartAsync(data.Path))
        {
            using var client = platform.CreateClient();
            using var registered = await client.PostAsJsonAsync("/api/v1/auth/register", account, Cancellation);
            Assert.Equal(HttpStatusCode.OK, registered.StatusCode);

            await StopPostgresAsync(platform);
            await AssertUnavailableAsync(client, account);
            await WaitForHealthAsync(platform, "auth-service", HealthStatus.Unhealthy);

            await platform.Commands.ExecuteCommandAsync("postgres", KnownResourceCommands.StartCommand, Cancellation);
            await platform.WaitUntilHealthyAsync(Cancellation);
            var owner = await Account.LogInAsync(platform, account["email"], Cancellation);
            key = (await owner.PostAsync($"/api/v1/projects/{owner.ProjectId}/api-keys", new { name = "Platform", scopes = Scopes }, Cancellation)).GetProperty("raw_key").GetString()!;
        }

        await using (var platform = await RunningPlatform.StartAsync(data.Path, selfMonitoringKey: key))
        {
            await AssertSeesItselfAsync(await Account.LogInAsync(platform, account["email"], Cancellation));
        }
    }

    // The login itself is what is found: a trace through two services, figures of requests, and lines of services.
    private static async Task AssertSeesItselfAsync(Account owner)
    {
        await WaitForAsync("/api/v1/metrics/services", services => Names(services).IsSupersetOf(["api-gateway", "auth-service"]));
        await WaitForAsync("/api/v1/traces?service=auth-service&limit=100", traces => traces.EnumerateArray().Any(trace => trace.GetProperty("root_service").GetString() is "frontend" or "api-gateway"));
        await WaitForAsync("/api/v1/metrics/names", names => names.EnumerateArray().Any(metric => metric.GetProperty("name").GetString() == "http.server.request.duration"));
        await WaitForAsync("/api/v1/logs/search?limit=1", lines => lines.GetProperty("total").GetInt64() > 0);

        Task WaitForAsync(string path, Func<JsonElement, bool> isThere) =>
            Wait.UntilAsync(async () => isThere(await owner.SendAsync(HttpMethod.Get, path, null, Cancellation)));

        static HashSet<string> Names(JsonElement names) => [.. names.EnumerateArray().Select(name => name.GetString()!)];
    }

    private static async Task StopPostgresAsync(RunningPlatform platform)
    {
        var stopped = await platform.Commands.ExecuteCommandAsync("postgres", KnownResourceCommands.StopCommand, Cancellation);
        Assert.True(stopped.Success, stopped.Message);
        await platform.Notifications.WaitForResourceAsync("postgres", change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text), Cancellation);
    }

    private static async Task AssertUnavailableAsync(HttpClient client, Dictionary<string, string> account)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/auth/login", account, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Contains("database is unavailable", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task WaitForHealthAsync(RunningPlatform platform, string resource, HealthStatus status) =>
        await platform.Notifications.WaitForResourceAsync(resource, change => change.Snapshot.HealthStatus == status, Cancellation);
}
