namespace SreCopilot.AlertingService.Tests;

/// <summary>Channels and their secrets.</summary>
public sealed class ChannelTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    private const string Url = "https://hooks.example.com/services/T0/secret-part";

    [Fact]
    public async Task Secrets_are_stored_encrypted_and_shown_masked()
    {
        var project = server.NewProject();
        var created = await project.Engineer.PostAsync("/channels", new
        {
            name = "Mail", type = "email",
            config = new { smtp_host = "mail.example.com", smtp_user = "ana", smtp_password = "hunter22", from_email = "a@example.com", to_emails = TestThings.List("b@example.com") },
        });
        var slack = await project.Engineer.PostAsync("/channels", new { name = "Slack", type = "slack", config = new { webhook_url = Url } });

        Assert.Equal((200, 200), (created.Code, slack.Code));
        foreach (var answer in new[] { created, slack, await project.Viewer.GetAsync("/channels"), await project.Viewer.GetAsync($"/channels/{slack.Id("channel_id")}") })
        {
            Assert.DoesNotContain("hunter22", answer.Body.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("secret-part", answer.Body.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(("***", "ana", "mail.example.com"), (created["config"].Text("smtp_password"), created["config"].Text("smtp_user"), created.Text("host")));
        Assert.Equal(("***", "hooks.example.com"), (slack["config"].Text("webhook_url"), slack.Text("host")));
        var stored = (string)(await server.SqlAsync($"select string_agg(config_encrypted, ' ') from channels where project_id = '{project.Id}'"))!;
        Assert.DoesNotContain("hunter22", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("example", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_masked_secret_keeps_its_value()
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        var id = await project.AddWebhookAsync(receiver.Address);

        var changed = await project.Engineer.PutAsync($"/channels/{id}", new { name = "Renamed", config = new { webhook_url = "***", signing_secret = "***" } });

        Assert.Equal((200, "Renamed", "***"), (changed.Code, changed.Text("name"), changed["config"].Text("signing_secret")));
        Assert.Equal(200, (await project.Engineer.PostAsync($"/channels/{id}/test", new { })).Code);
        Assert.True(Signature.IsValid(receiver.OnlyRequest()));
    }

    [Fact]
    public async Task A_secret_does_not_follow_to_another_address()
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        var webhook = await project.AddWebhookAsync("http://127.0.0.1:9/");
        var mail = await project.AddChannelAsync("email", new { smtp_host = "mail.example.com", smtp_user = "ana", smtp_password = "hunter22", from_email = "a@example.com", to_emails = TestThings.List("b@example.com") });

        Assert.Equal(400, (await project.Engineer.PutAsync($"/channels/{webhook}", new { config = new { webhook_url = receiver.Address } })).Code);
        Assert.Equal(400, (await project.Engineer.PutAsync($"/channels/{webhook}", new { config = new { url = receiver.Address, signing_secret = "***" } })).Code);
        var evil = new Dictionary<string, object> { ["smtp_host"] = "evil.example.com", ["smtp_user"] = "ana", ["smtp_password"] = "***", ["from_email"] = "a@example.com", ["to_emails"] = TestThings.List("b@example.com") };
        Assert.Equal(400, (await project.Engineer.PutAsync($"/channels/{mail}", new { config = evil })).Code);
        evil.Remove("smtp_password");
        Assert.Equal(400, (await project.Engineer.PutAsync($"/channels/{mail}", new { config = evil })).Code);
        evil["smtp_host"] = "mail.example.com";
        evil["to_emails"] = TestThings.List("c@example.com");
        Assert.Equal(200, (await project.Engineer.PutAsync($"/channels/{mail}", new { config = evil })).Code);
        Assert.Equal(200, (await project.Engineer.PutAsync($"/channels/{webhook}", new { config = new { url = receiver.Address, signing_secret = "another secret of the receiver" } })).Code);
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task A_signing_secret_that_was_made_up_is_shown_once()
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();

        var created = await project.Engineer.PostAsync("/channels", new { name = "n", config = new { url = receiver.Address } });

        var secret = created["config"].Text("signing_secret")!;
        Assert.Equal(64, secret.Length);
        Assert.Equal("***", (await project.Viewer.GetAsync($"/channels/{created.Id("channel_id")}"))["config"].Text("signing_secret"));
        Assert.Equal(200, (await project.Engineer.PostAsync($"/channels/{created.Id("channel_id")}/test", new { })).Code);
        Assert.True(Signature.IsValid(receiver.OnlyRequest(), secret));
    }

    [Theory]
    [InlineData("fax", "{}")]
    [InlineData("slack", "{}")]
    [InlineData("slack", """{"webhook_url":"ftp://example.com/"}""")]
    [InlineData("slack", """{"webhook_url":"https://user:password@example.com/"}""")]
    [InlineData("msteams", """{"webhook_url":7}""")]
    [InlineData("webhook", """{"url":"https://example.com/","signing_secret":"short"}""")]
    [InlineData("pagerduty", """{"routing_key":"no key!"}""")]
    [InlineData("email", """{"smtp_host":"mail.example.com"}""")]
    [InlineData("email", """{"smtp_host":"mail.example.com","from_email":"a@example.com","to_emails":["b@example.com\r\nBcc: c@example.com"]}""")]
    [InlineData("email", """{"smtp_host":"mail.example.com","smtp_port":0,"from_email":"a@example.com","to_emails":["b@example.com"]}""")]
    [InlineData("email", """{"smtp_host":"mail.example.com","smtp_security":"none","smtp_user":"u","from_email":"a@example.com","to_emails":["b@example.com"]}""")]
    [InlineData("email", """{"smtp_host":"a b","from_email":"a@example.com","to_emails":["b@example.com"]}""")]
    [InlineData("email", "[]")]
    public async Task What_cannot_be_delivered_to_is_refused(string type, string config)
    {
        var answer = await server.NewProject().Engineer.SendAsync(HttpMethod.Post, "/channels", $$"""{"name":"n","type":"{{type}}","config":{{config}}}""");

        Assert.Equal(400, answer.Code);
        Assert.NotEmpty(answer.Detail);
    }
}
