using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

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

    [Fact]
    public async Task While_it_drains_it_listens_and_every_answer_asks_the_client_to_let_go()
    {
        var time = new FakeTimeProvider();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/slow", async () =>
            {
                began.SetResult();
                await goOn.Task;
            }),
            services => services.AddSingleton<TimeProvider>(time),
            settings: ("DRAIN_SECONDS", "3"));
        var before = await service.GetAsync("/alive");
        var inFlight = service.GetAsync("/slow");
        await began.Task.WaitAsync(TestContext.Current.CancellationToken);

        var stopped = service.App.StopAsync(TestContext.Current.CancellationToken);
        var during = await service.GetAsync("/alive");
        var health = await service.GetAsync("/health");
        goOn.SetResult();
        var last = await inFlight;
        var stoppedEarly = stopped.IsCompleted;
        time.Advance(TimeSpan.FromSeconds(3));
        await stopped;

        Assert.NotEqual(true, before.Headers.ConnectionClose);
        Assert.Equal((HttpStatusCode.OK, true), (during.StatusCode, during.Headers.ConnectionClose));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (health.StatusCode, health.Headers.ConnectionClose));
        Assert.Equal((HttpStatusCode.OK, true), (last.StatusCode, last.Headers.ConnectionClose));
        Assert.False(stoppedEarly);
        await Assert.ThrowsAsync<HttpRequestException>(() => service.GetAsync("/alive"));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("21")]
    public async Task A_time_to_drain_that_makes_no_sense_is_refused(string text)
    {
        var mistake = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync(_ => { }, settings: ("DRAIN_SECONDS", text)));

        Assert.Contains("DRAIN_SECONDS must be a whole number from 0 to 20.", mistake.Message, StringComparison.Ordinal);
    }
}
