using Microsoft.AspNetCore.Http;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>Monitors are checked when they are due, and somebody is told.</summary>
public sealed class RunnerTests(SyntheticServer server) : IClassFixture<SyntheticServer>
{
    [Fact]
    public async Task A_new_monitor_is_checked_within_ten_seconds_and_then_by_its_frequency()
    {
        await using var target = await TestBackend.StartAsync();
        var project = server.NewProject();
        var created = server.Time.GetUtcNow();
        var id = await project.AddMonitorAsync(TestMonitors.Body(target.Address));
        Assert.InRange((await project.Viewer.GetAsync($"/monitors/{id}"))["next_check_at"].GetDateTimeOffset() - created, TimeSpan.Zero, TimeSpan.FromSeconds(10));

        var first = await server.CheckAsync(project, id);

        Assert.Equal((true, "schedule", true), (first.Succeeded(), first.Text("trigger"), first.GetProperty("counted").GetBoolean()));
        var monitor = await project.Viewer.GetAsync($"/monitors/{id}");
        Assert.Equal(("passing", first.ToString()), (monitor.Text("status"), monitor["latest_result"].ToString()));
        var second = monitor["next_check_at"].GetDateTimeOffset();
        Assert.InRange(second - server.Time.GetUtcNow(), TimeSpan.FromTicks(1), TimeSpan.FromSeconds(60));
        await server.CheckAsync(project, id);
        Assert.Equal(second.AddSeconds(60), (await project.Viewer.GetAsync($"/monitors/{id}"))["next_check_at"].GetDateTimeOffset());

        // Missed ones are not made up for.
        server.Time.Advance(TimeSpan.FromHours(3));
        await server.CheckAsync(project, id);
        Assert.True((await project.Viewer.GetAsync($"/monitors/{id}"))["next_check_at"].GetDateTimeOffset() > server.Time.GetUtcNow());
        Assert.Equal((3, 3), (target.Received.Count, (await project.Viewer.GetAsync($"/monitors/{id}/results")).Number("total")));
    }

    [Fact]
    public async Task Monitors_do_not_all_run_in_the_same_second()
    {
        var project = server.NewProject();
        for (var number = 0; number < 30; number++)
        {
            await project.AddMonitorAsync(TestMonitors.Body("https://nobody.invalid/"));
        }

        var due = (await project.Viewer.GetAsync("/monitors")).Body.EnumerateArray().Select(monitor => monitor.GetProperty("next_check_at").GetDateTimeOffset().ToUnixTimeSeconds()).Distinct();
        Assert.True(due.Count() > 4);
        await server.SqlAsync($"delete from monitors where project_id = '{project.Id}'");
    }

    [Fact]
    public async Task A_failed_check_is_repeated_before_it_counts()
    {
        var answers = 0;
        await using var target = await TestBackend.StartAsync(context => Answer(context, Interlocked.Increment(ref answers) < 3 ? 500 : 200));
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = target.Address, frequency_seconds = 60, retries = 2 });

        var result = await server.CheckAsync(project, id);

        Assert.Equal((true, 3, 3), (result.Succeeded(), result.GetProperty("attempts").GetInt32(), target.Received.Count));
        answers = -100;
        Assert.Equal((false, 3), (await server.CheckAsync(project, id)) is var failed ? (failed.Succeeded(), failed.GetProperty("attempts").GetInt32()) : default);
    }

    [Fact]
    public async Task An_alert_is_fired_after_enough_failures_and_resolved_by_the_first_success()
    {
        var status = 500;
        await using var target = await TestBackend.StartAsync(context => Answer(context, status));
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(TestMonitors.Body(target.Address));

        await server.CheckAsync(project, id);
        Assert.Equal((false, 1), (await project.Viewer.GetAsync($"/monitors/{id}")) is var once ? (once["alerting"].GetBoolean(), once.Number("consecutive_failures")) : default);
        await server.CheckAsync(project, id);
        await server.CheckAsync(project, id);
        Assert.Equal((true, "failing", 3), (await project.Viewer.GetAsync($"/monitors/{id}")) is var thrice ? (thrice["alerting"].GetBoolean(), thrice.Text("status"), thrice.Number("consecutive_failures")) : default);
        status = 200;
        await server.CheckAsync(project, id);

        var events = await server.EventsAsync(project, 2);
        Assert.Equal(["alert.fired", "alert.resolved"], events.Select(entry => entry.Type));
        var (fired, resolved) = (events[0].Data, events[1].Data);
        Assert.Equal(("Monitor Home is failing", "critical", "firing", "127.0.0.1", "The status is 500."), (fired.Text("alertname"), fired.Text("severity"), fired.Text("status"), fired.Text("service"), fired.Text("message")));
        Assert.Equal((fired.Text("alert_id"), "resolved", fired.Text("startsAt")), (resolved.Text("alert_id"), resolved.Text("status"), resolved.Text("startsAt")));
        Assert.Equal($"{id}", fired.Text("monitor_id"));
        Assert.Equal((false, "passing", 0), (await project.Viewer.GetAsync($"/monitors/{id}")) is var after ? (after["alerting"].GetBoolean(), after.Text("status"), after.Number("consecutive_failures")) : default);
    }

    [Fact]
    public async Task A_muted_monitor_is_checked_but_alerts_nobody_until_it_is_not_muted_any_more()
    {
        await using var target = await TestBackend.StartAsync(context => Answer(context, 500));
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = target.Address, frequency_seconds = 60, retries = 0, muted = true, alert_after = 1 });

        await server.CheckAsync(project, id);
        await server.CheckAsync(project, id);
        Assert.Equal(("failing", false), (await project.Viewer.GetAsync($"/monitors/{id}")) is var muted ? (muted.Text("status"), muted["alerting"].GetBoolean()) : default);
        await project.Engineer.PutAsync($"/monitors/{id}", new { muted = false });
        await server.CheckAsync(project, id);

        Assert.Equal("alert.fired", Assert.Single(await server.EventsAsync(project, 1)).Type);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pausing_or_deleting_ends_the_alert_and_the_checks(bool delete)
    {
        await using var target = await TestBackend.StartAsync(context => Answer(context, 500));
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = target.Address, frequency_seconds = 30, retries = 0, alert_after = 1 });
        await server.CheckAsync(project, id);

        await (delete ? project.Engineer.DeleteAsync($"/monitors/{id}") : project.Engineer.PutAsync($"/monitors/{id}", new { enabled = false }));

        Assert.Equal(["alert.fired", "alert.resolved"], (await server.EventsAsync(project, 2)).Select(entry => entry.Type));
        // Another monitor shows that the runner had its turn.
        var other = await project.AddMonitorAsync(TestMonitors.Body(target.Address + "/other"));
        server.Time.Advance(TimeSpan.FromMinutes(5));
        await Wait.UntilAsync(async () => (await project.Viewer.GetAsync($"/monitors/{other}/results")).Number("total") > 0);
        Assert.Single(target.Received, request => request.Target == "/");
        if (!delete)
        {
            Assert.Equal(("unknown", false), (await project.Viewer.GetAsync($"/monitors/{id}")) is var paused ? (paused.Text("status"), paused["alerting"].GetBoolean()) : default);
            await project.Engineer.PutAsync($"/monitors/{id}", new { enabled = true });
            await server.CheckAsync(project, id);
            Assert.Equal(2, target.Received.Count(request => request.Target == "/"));
        }
    }

    [Fact]
    public async Task Run_now_checks_at_once_without_counting_and_not_too_often()
    {
        await using var target = await TestBackend.StartAsync(context => Answer(context, 500));
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = target.Address, frequency_seconds = 60, retries = 3, enabled = false, alert_after = 1 });

        var first = await project.Engineer.PostAsync($"/monitors/{id}/run", new { });
        Assert.Equal((200, "manual", "status", 1), (first.Code, first.Text("trigger"), first.Text("failure"), target.Received.Count));
        var again = await project.Engineer.PostAsync($"/monitors/{id}/run", new { });
        Assert.Equal((429, true), (again.Code, again.HasRetryAfter));
        server.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(200, (await project.Engineer.PostAsync($"/monitors/{id}/run", new { })).Code);

        var monitor = await project.Viewer.GetAsync($"/monitors/{id}");
        Assert.Equal(("unknown", 0, false), (monitor.Text("status"), monitor.Number("consecutive_failures"), monitor["alerting"].GetBoolean()));
        Assert.Equal(0, (await project.Viewer.GetAsync($"/monitors/{id}/sla")).Number("total_checks"));
    }

    [Fact]
    public async Task A_result_of_what_was_changed_in_the_meantime_is_dropped()
    {
        var hold = new TaskCompletionSource();
        await using var slow = await TestBackend.StartAsync(async context =>
        {
            await hold.Task;
            context.Response.StatusCode = 500;
        });
        await using var target = await TestBackend.StartAsync();
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(TestMonitors.Body(slow.Address));
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await Wait.UntilAsync(() => !slow.Received.IsEmpty);

        await project.Engineer.PutAsync($"/monitors/{id}", new { url = target.Address });
        hold.SetResult();
        await server.CheckAsync(project, id);

        Assert.True(Assert.Single((await project.Viewer.GetAsync($"/monitors/{id}/results"))["items"].EnumerateArray()).Succeeded());
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
