using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SreCopilot.EndToEnd.Tests;

/// <summary>Has a platform of its own: it breaks things that other tests rely on.</summary>
public sealed class OutageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Postgres_outage_is_a_clear_503_and_recovers_and_a_restart_keeps_the_accounts()
    {
        using var data = new TemporaryFolder();
        var account = NewAccount.Create();

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
            using var login = await client.PostAsJsonAsync("/api/v1/auth/login", account, Cancellation);
            Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        }

        await using (var platform = await RunningPlatform.StartAsync(data.Path))
        {
            using var client = platform.CreateClient();
            using var login = await client.PostAsJsonAsync("/api/v1/auth/login", account, Cancellation);
            Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        }
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
