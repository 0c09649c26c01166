using System.Net;
using Microsoft.AspNetCore.Builder;

namespace SreCopilot.ServiceDefaults.Tests;

/// <summary>A service that is told to stop lets go without losing a request.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task It_turns_unready_and_finishes_what_it_began()
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await TestService.StartAsync(app => app.MapGet("/slow", async () =>
        {
            began.SetResult();
            await goOn.Task;
            return "finished";
        }));
        var request = service.GetAsync("/slow");
        await began.Task.WaitAsync(TestContext.Current.CancellationToken);
        var healthBefore = await service.GetAsync("/health");

        service.App.Lifetime.StopApplication();
        var healthAfter = await service.GetAsync("/health");
        var aliveAfter = await service.GetAsync("/alive");
        var stopped = service.App.StopAsync(TestContext.Current.CancellationToken);
        var stoppedEarly = stopped.IsCompleted;
        goOn.SetResult();
        var response = await request;
        await stopped;

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (healthBefore.StatusCode, healthAfter.StatusCode));
        Assert.Equal("unhealthy", (await TestService.BodyAsync(healthAfter)).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.OK, aliveAfter.StatusCode);
        Assert.False(stoppedEarly);
        Assert.Equal("finished", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
