namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>ENCRYPTION_KEY is replaced while the service works.</summary>
public sealed class KeyRotationTests(CicdServer server) : IClassFixture<CicdServer>
{
    private const string SecondKey = "the second key of the tests for stored secrets";

    [Fact]
    public async Task No_connection_is_lost_and_in_the_end_nothing_needs_the_old_key()
    {
        var (project, provider) = (server.NewProject(), server.Jenkins);
        var connections = new List<TestConnection>();
        for (var n = 0; n < 4; n++)
        {
            var run = provider.Add(new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun()));
            connections.Add(await project.ConnectAsync(provider, provider.ConfigOf(run.Repository)));
        }

        var hook = (await project.Admin.PostAsync("/deployment-hook", new { })).Text("webhook_secret")!;
        // Step one of a rotation: everybody knows both.
        await server.AddReplicaAsync(("ENCRYPTION_PREVIOUS_KEY", SecondKey));
        await server.StopReplicaAsync(0);
        // v1.KEYID
        var oldKey = await server.SqlAsync($"select substr(credentials_encrypted, 1, 11) from connections where id = '{connections[0].Id}'");
        using var ends = new CancellationTokenSource();
        var load = WorkAsync(ends.Token);

        await server.AddReplicaAsync(("ENCRYPTION_KEY", SecondKey), ("ENCRYPTION_PREVIOUS_KEY", CicdServer.FirstKey));
        await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"""
            select count(*) from (
              select credentials_encrypted from connections union all select webhook_secret_encrypted from connections union all select secret_encrypted from deployment_hooks) as stored (secret)
            where secret like '{oldKey}.%'
            """))! == 0);
        await ends.CancelAsync();
        await load;
        await server.StopReplicaAsync(0);
        await server.StopReplicaAsync(0);
        await server.AddReplicaAsync(("ENCRYPTION_KEY", SecondKey));

        foreach (var connection in connections)
        {
            Assert.Equal("connected", (await connection.SyncAsync()).Text("status"));
            var (body, headers) = provider.Webhook(new FakeRun("shop/web", ProviderCase.NewRun()), connection.Secret, Guid.NewGuid().ToString(), default);
            Assert.Equal(200, (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code);
        }

        Assert.Equal(200, (await server.SendWebhookAsync($"/webhooks/generic/{project.Id}", """{"service":"a","version":"1"}""", [("X-Webhook-Secret", hook)])).Code);

        async Task WorkAsync(CancellationToken cancel)
        {
            do
            {
                foreach (var connection in connections)
                {
                    Assert.Equal("connected", (await connection.SyncAsync()).Text("status"));
                    var (body, headers) = provider.Webhook(new FakeRun("shop/web", ProviderCase.NewRun()), connection.Secret, Guid.NewGuid().ToString(), default);
                    Assert.Equal(200, (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code);
                }
            }
            while (!cancel.IsCancellationRequested);
        }
    }

    [Fact]
    public async Task Credentials_whose_key_is_gone_are_said_to_be()
    {
        var project = server.NewProject();
        var connection = await project.ConnectAsync(server.GitHub);
        await server.SqlAsync($"update connections set credentials_encrypted = 'v1.00000000.AAAA' where id = '{connection.Id}'");

        var synced = await connection.SyncAsync();
        var listed = await project.Viewer.GetAsync($"/connections/{connection.Id}/repositories");

        Assert.Equal((200, "error", 409), (synced.Code, synced.Text("status"), listed.Code));
        Assert.Contains("cannot be decrypted", synced.Text("status_message"), StringComparison.Ordinal);
    }
}
