using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.AlertingService.Tests;

/// <summary>What channels are told, and what happens when they do not listen.</summary>
public sealed class DeliveryTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    [Fact]
    public async Task Every_kind_of_channel_hears_of_the_beginning_and_the_end()
    {
        await using var http = await TestBackend.StartAsync();
        await using var mail = new SmtpReceiver();
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        var key = $"key{Guid.NewGuid():N}";
        var channels = new[]
        {
            await project.AddChannelAsync("slack", new { webhook_url = $"{http.Address}/slack" }),
            await project.AddChannelAsync("msteams", new { webhook_url = $"{http.Address}/teams" }),
            await project.AddWebhookAsync($"{http.Address}/webhook"),
            await project.AddChannelAsync("pagerduty", new { integration_key = key }),
            await project.AddChannelAsync("email", mail.Config()),
        };
        await project.AddPolicyAsync([await project.AddConditionAsync(metric, ("name", "Queue <is> long"), ("severity", "critical"))], channels);

        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);
        server.Platform.Set(metric, 1);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);

        List<JsonElement> To(string path) => [.. http.Received.Where(request => request.Target == path).Select(request => request.Json())];
        Assert.Equal(2, To("/slack").Count);
        Assert.Contains("*Queue &lt;is&gt; long*\n", To("/slack")[0].Text("text"), StringComparison.Ordinal);
        Assert.Contains("Severity: critical\nService: worker", To("/slack")[0].Text("text"), StringComparison.Ordinal);
        Assert.Equal(("MessageCard", "d32f2f", "2e7d32"), (To("/teams")[0].Text("@type"), To("/teams")[0].Text("themeColor"), To("/teams")[1].Text("themeColor")));
        var webhook = To("/webhook");
        Assert.Equal(["firing", "resolved"], webhook.Select(body => body.Text("status")));
        Assert.Equal(("Queue <is> long", "critical", "worker", 10), (webhook[0].Text("title"), webhook[0].Text("severity"), webhook[0].Text("service_name"), webhook[0].GetProperty("metric_value").GetInt32()));
        Assert.All(http.Received.Where(request => request.Target == "/webhook"), request => Assert.True(Signature.IsValid(request)));
        var events = server.PagerDuty.Received.Select(request => request.Json()).Where(body => body.Text("routing_key") == key).ToList();
        Assert.Equal(["trigger", "resolve"], events.Select(body => body.Text("event_action")));
        Assert.Equal(events[0].Text("dedup_key"), events[1].Text("dedup_key"));
        Assert.Equal(("Queue <is> long", "critical", "worker"), (events[0].GetProperty("payload").Text("summary"), events[0].GetProperty("payload").Text("severity"), events[0].GetProperty("payload").Text("source")));
        Assert.Equal(2, mail.Letters.Count);
        Assert.All(mail.Letters, letter => Assert.Equal((true, "ana", "ops@acme.example"), (letter.WasEncrypted, letter.User, Assert.Single(letter.To))));
        Assert.Contains("Subject: [critical] Queue <is> long", mail.Letters.First().Data, StringComparison.Ordinal);
        Assert.Contains("Subject: [resolved]", mail.Letters.Last().Data, StringComparison.Ordinal);
        Assert.Equal(10, (await project.NotificationsAsync("sent")).Count);
    }

    [Fact]
    public async Task What_fires_together_is_told_together_and_once()
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        var (one, two) = (TestThings.NewMetric(), TestThings.NewMetric());
        var conditions = new[] { await project.AddConditionAsync(one, ("group_by", TestThings.List("queue"))), await project.AddConditionAsync(two) };
        var channel = await project.AddWebhookAsync(receiver.Address);
        // Two policies lead to the same channel.
        await project.AddPolicyAsync(conditions, [channel]);
        await project.AddPolicyAsync([conditions[0]], [channel]);
        server.Platform.Set(one, ("""{"queue":"a"}""", 10), ("""{"queue":"b"}""", 10));
        server.Platform.Set(two, 10);

        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);

        var alerts = receiver.Received.SelectMany(request => request.Json().GetProperty("alerts").EnumerateArray()).Select(alert => alert.Text("alert_id")).ToList();
        Assert.Equal((3, 3), (alerts.Count, alerts.Distinct().Count()));
        Assert.InRange(receiver.Received.Count, 1, 2);
    }

    [Fact]
    public async Task A_failed_delivery_is_repeated_with_the_same_id_and_not_before_it_is_asked_for()
    {
        var answers = 0;
        await using var receiver = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref answers) switch { 1 => 429, 2 => 500, _ => 200 };
            context.Response.Headers.RetryAfter = answers == 1 ? "120" : null;
            return Task.CompletedTask;
        });
        var project = server.NewProject();
        var (_, metric) = await project.AddTellingAsync(receiver.Address);
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);
        Assert.Equal("The receiver answered with HTTP 429.", Assert.Single(await project.NotificationsAsync("waiting")).Text("last_error"));

        await server.DeliverAsync(project, 115);
        Assert.Single(receiver.Received);
        await server.DeliverAsync(project, 60);
        Assert.Equal(2, receiver.Received.Count);
        await server.DeliverAsync(project, 60);

        Assert.Equal(3, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(request => request.Headers["X-Webhook-Delivery"]).Distinct());
        Assert.All(receiver.Received, request => Assert.True(Signature.IsValid(request)));
        Assert.Equal(3, Assert.Single(await project.NotificationsAsync("sent")).GetProperty("attempts").GetInt32());
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(404, 1)]
    [InlineData(401, 1)]
    public async Task What_cannot_be_delivered_is_dead_and_can_be_replayed(int status, int attempts)
    {
        var works = false;
        await using var receiver = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = works ? 200 : status;
            return Task.CompletedTask;
        });
        var project = server.NewProject();
        var (_, metric) = await project.AddTellingAsync(receiver.Address);
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        for (var round = 0; round < 4; round++)
        {
            await server.DeliverAsync(project, 70);
        }

        var dead = Assert.Single(await project.NotificationsAsync("dead"));
        Assert.Equal((attempts, attempts), (receiver.Received.Count, dead.GetProperty("attempts").GetInt32()));
        Assert.Equal($"The receiver answered with HTTP {status}.", dead.Text("last_error"));
        works = true;
        var id = dead.Text("notification_id");
        Assert.Equal(200, (await project.Engineer.PostAsync($"/notifications/{id}/replay", new { })).Code);
        await server.DeliverAsync(project);

        Assert.Equal(id, Assert.Single(await project.NotificationsAsync("sent")).Text("notification_id"));
        Assert.Equal(id, receiver.Received.Last().Headers["X-Webhook-Delivery"]);
        Assert.Equal(409, (await project.Engineer.PostAsync($"/notifications/{id}/replay", new { })).Code);
    }

    [Fact]
    public async Task The_end_is_told_after_the_beginning()
    {
        var works = false;
        await using var receiver = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = works ? 200 : 503;
            return Task.CompletedTask;
        });
        var project = server.NewProject();
        var (_, metric) = await project.AddTellingAsync(receiver.Address);
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);
        server.Platform.Set(metric, 1);
        await server.SqlAsync($"update notifications set due_at = due_at + interval '5 minutes' where project_id = '{project.Id}'");
        await server.EvaluateAsync(project);
        works = true;
        // The end is due, but waits for the beginning.
        server.Time.Advance(TimeSpan.FromSeconds(70));
        await server.DeliverAsync(project, 400);
        await server.DeliverAsync(project, 60);

        Assert.Equal(["firing", "firing", "resolved"], receiver.Received.Select(request => request.Json().Text("status")));
    }

    [Fact]
    public async Task The_test_button_sends_and_says_the_truth()
    {
        await using var mail = new SmtpReceiver();
        await using var closed = new SmtpReceiver { Verdict = "550 nobody here" };
        await using var plain = new SmtpReceiver { OffersEncryption = false };
        await using var stranger = new SmtpReceiver(TestCertificates.OfNobodyKnown());
        await using var broken = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var project = server.NewProject();

        Task<Answer> TestAsync(Guid id) => project.Engineer.PostAsync($"/channels/{id}/test", new { });
        var good = await project.AddChannelAsync("email", mail.Config());
        var sent = await TestAsync(good);
        Assert.Equal((200, "success"), (sent.Code, sent.Text("status")));
        Assert.Contains("This is a test", Assert.Single(mail.Letters).Data, StringComparison.Ordinal);
        Assert.Equal((429, true), ((await TestAsync(good)) is var again ? again.Code : 0, again.HasRetryAfter));

        Assert.Equal((422, "The mail server refused the message (550)."), ((await TestAsync(await project.AddChannelAsync("email", closed.Config()))) is var refused ? refused.Code : 0, refused.Detail));
        Assert.Equal((422, "The mail server does not offer STARTTLS or a way to log in."), ((await TestAsync(await project.AddChannelAsync("email", plain.Config()))) is var open ? open.Code : 0, open.Detail));
        Assert.Equal(422, (await TestAsync(await project.AddChannelAsync("email", stranger.Config()))).Code);
        Assert.Empty(plain.Letters);
        Assert.Empty(stranger.Letters);
        Assert.Equal((422, "The receiver answered with HTTP 500."), ((await TestAsync(await project.AddWebhookAsync(broken.Address))) is var failed ? failed.Code : 0, failed.Detail));
        var wrong = JsonSerializer.SerializeToNode(mail.Config())!;
        wrong["smtp_password"] = "not it";
        Assert.Equal((422, "The mail server refused user name or password."), ((await TestAsync(await project.AddChannelAsync("email", wrong))) is var denied ? denied.Code : 0, denied.Detail));
        var key = $"key{Guid.NewGuid():N}";
        Assert.Equal(200, (await TestAsync(await project.AddChannelAsync("pagerduty", new { routing_key = key }))).Code);
        Assert.Equal(["trigger", "resolve"], server.PagerDuty.Received.Select(request => request.Json()).Where(body => body.Text("routing_key") == key).Select(body => body.Text("event_action")));
    }

    [Fact]
    public async Task A_failing_channel_delays_no_other()
    {
        var hang = new TaskCompletionSource();
        await using var hanging = await TestBackend.StartAsync(_ => hang.Task);
        await using var broken = await TestBackend.StartAsync(context => Answer(context, 500));
        await using var limited = await TestBackend.StartAsync(context => Answer(context, 429));
        await using var unknown = await TlsBackend.StartAsync(TestCertificates.OfNobodyKnown());
        await using var good = await TestBackend.StartAsync();
        await using var mail = new SmtpReceiver();
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        var channels = new List<Guid>();
        foreach (var url in new[] { hanging.Address, broken.Address, limited.Address, unknown.Address.ToString(), "http://127.0.0.1:9/" })
        {
            channels.Add(await project.AddWebhookAsync(url));
        }

        channels.Add(await project.AddWebhookAsync(good.Address));
        channels.Add(await project.AddChannelAsync("email", mail.Config()));
        await project.AddPolicyAsync([await project.AddConditionAsync(metric)], [.. channels]);
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        server.Time.Advance(TimeSpan.FromSeconds(6));

        // The one that hangs has not answered yet when all others are done.
        await Wait.UntilAsync(() => good.Received.Count == 1 && mail.Letters.Count == 1 && broken.Received.Count == 1 && limited.Received.Count == 1 && hanging.Received.Count == 1);
        Assert.False(hang.Task.IsCompleted);
        server.Platform.Set(metric, 1);
        await server.EvaluateAsync(project);
        server.Time.Advance(TimeSpan.FromSeconds(6));
        await Wait.UntilAsync(() => good.Received.Count == 2 && mail.Letters.Count == 2);
        hang.SetResult();

        static Task Answer(HttpContext context, int status)
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "30";
            return Task.CompletedTask;
        }
    }
}
