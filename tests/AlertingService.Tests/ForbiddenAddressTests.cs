using System.Net;
using System.Net.Sockets;

namespace SreCopilot.AlertingService.Tests;

/// <summary>
/// People try to have the platform call the inside of its own network. Here only 127.0.0.2 is allowed, so 127.0.0.1 stands for a
/// service inside: it must never be asked.
/// </summary>
public sealed class ForbiddenAddressTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f000001:{0}/")]
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://0:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::ffff:7f00:1]:{0}/")]
    [InlineData("http://[64:ff9b::7f00:1]:{0}/")]
    [InlineData("http://[2002:7f00:1::]:{0}/")]
    [InlineData("http://[fe80::1]:{0}/")]
    [InlineData("http://[fc00::1]:{0}/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.2:70/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://user:password@127.0.0.2/")]
    [InlineData("//127.0.0.2/")]
    [InlineData("http://127.0.0.2/ HTTP/1.1\r\nX: y")]
    public async Task An_address_inside_is_refused_however_it_is_written(string url)
    {
        await using var inside = await TestBackend.StartAsync();
        var project = server.NewProject();
        var full = string.Format(null, url, new Uri(inside.Address).Port);
        foreach (var type in TestThings.List("slack", "msteams", "webhook"))
        {
            var answer = await project.Engineer.PostAsync("/channels", new { name = "n", type, config = new { webhook_url = full } });
            Assert.True(answer.Code == 400, $"{type}: {answer.Code}");
        }

        var known = await project.AddWebhookAsync("http://127.0.0.2:9/");
        Assert.Equal(400, (await project.Engineer.PutAsync($"/channels/{known}", new { config = new { webhook_url = full, signing_secret = Signature.Secret } })).Code);
        Assert.Empty(inside.Received);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task So_is_a_mail_server_inside(string host)
    {
        var answer = await server.NewProject().Engineer.PostAsync("/channels", new
        {
            name = "n", type = "email", config = new { smtp_host = host, from_email = "a@example.com", to_emails = TestThings.List("b@example.com") },
        });

        Assert.Equal(400, answer.Code);
    }

    // As after DNS rebinding: when the channel was made, the name was just a name.
    [Fact]
    public async Task A_name_that_leads_inside_is_refused_when_it_is_called_and_audited()
    {
        await using var inside = await TestBackend.StartAsync();
        await using var mail = new SmtpReceiver();
        var project = server.NewProject();
        var config = System.Text.Json.JsonSerializer.SerializeToNode(mail.Config())!;
        config["smtp_host"] = "localhost";
        var channels = new[]
        {
            await project.AddWebhookAsync($"http://localhost:{new Uri(inside.Address).Port}/"),
            await project.AddChannelAsync("slack", new { webhook_url = $"http://localhost:{new Uri(inside.Address).Port}/" }),
            await project.AddChannelAsync("email", config),
        };
        foreach (var channel in channels)
        {
            var answer = await project.Engineer.PostAsync($"/channels/{channel}/test", new { });
            Assert.Equal(422, answer.Code);
            Assert.Contains("private network", answer.Detail, StringComparison.Ordinal);
        }

        var metric = TestThings.NewMetric();
        await project.AddPolicyAsync([await project.AddConditionAsync(metric)], channels);
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);

        Assert.Equal(3, (await project.NotificationsAsync("dead")).Count);
        Assert.Empty(inside.Received);
        Assert.Empty(mail.Letters);
        await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"select count(*) from audit_outbox where position('alert_channel.address_refused' in audit_outbox::text) > 0 and position('{project.Id}' in audit_outbox::text) > 0"))! == 6);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("file:///etc/passwd")]
    public async Task No_redirect_is_followed(string target)
    {
        await using var inside = await TestBackend.StartAsync();
        using var listener = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        listener.Start();
        var answering = AnswerAsync(listener, string.Format(null, target, new Uri(inside.Address).Port));
        var project = server.NewProject();
        var channel = await project.AddWebhookAsync($"http://127.0.0.2:{((IPEndPoint)listener.LocalEndpoint).Port}/");

        var answer = await project.Engineer.PostAsync($"/channels/{channel}/test", new { });

        await answering;
        Assert.Equal(422, answer.Code);
        Assert.Empty(inside.Received);
    }

    private static async Task AnswerAsync(TcpListener listener, string target)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[4096], 1, cancellationToken: TestContext.Current.CancellationToken);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"), TestContext.Current.CancellationToken);
    }
}
