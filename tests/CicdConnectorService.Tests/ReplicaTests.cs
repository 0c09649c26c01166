namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>Two replicas on one database.</summary>
public sealed class ReplicaTests(CicdServer server) : IClassFixture<CicdServer>
{
    [Fact]
    public async Task A_connection_is_read_by_one_replica_at_a_time()
    {
        await server.AddReplicaAsync();
        var (project, provider) = (server.NewProject(), server.GitHub);
        var repository = ProviderCase.NewRepository();
        provider.Add(new FakeRun(repository, ProviderCase.NewRun()));
        var connection = await project.ConnectAsync(provider, provider.ConfigOf(repository));
        var reading = 0;
        var most = 0;
        provider.Fault = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref reading));
            await Task.Yield();
            Interlocked.Decrement(ref reading);
            return false;
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => connection.SyncAsync(n % 2)));
        provider.Fault = _ => Task.FromResult(false);

        Assert.All(answers, answer => Assert.Equal((200, "connected"), (answer.Code, answer.Text("status"))));
        Assert.Equal(1, most);
        Assert.Single(await project.DeploymentsAsync());
        await server.StopReplicaAsync(1);
    }

    [Fact]
    public async Task A_sync_whose_replica_died_is_done_by_another_and_the_dead_one_writes_nothing_more()
    {
        var (project, provider) = (server.NewProject(), server.GitLab);
        var repository = ProviderCase.NewRepository();
        var connection = await project.ConnectAsync(provider, provider.ConfigOf(repository));
        provider.Add(new FakeRun(repository, ProviderCase.NewRun()));
        // The first that asks hangs, as a replica that lost its network.
        var hung = 0;
        provider.Fault = async _ =>
        {
            if (Interlocked.Exchange(ref hung, 1) == 0)
            {
                await provider.HangAsync();
            }

            return false;
        };
        await server.SqlAsync($"update connections set sync_due_at = now() - interval '10 years' where id = '{connection.Id}'");
        await Wait.UntilAsync(() => hung == 1);

        await server.AddReplicaAsync();
        server.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("connected", (await connection.SyncAsync(1)).Text("status"));
        Assert.Single(await project.DeploymentsAsync());
        var number = await server.SqlAsync($"select sync_number from connections where id = '{connection.Id}'");
        provider.Release();

        Assert.Equal(1L, await server.SqlAsync($"select count(*) from deployments where project_id = '{project.Id}'"));
        Assert.Equal(number, await server.SqlAsync($"select sync_finished from connections where id = '{connection.Id}'"));
        provider.Fault = _ => Task.FromResult(false);
        await server.StopReplicaAsync(1);
    }

    [Fact]
    public async Task The_same_delivery_at_both_replicas_is_one_deployment()
    {
        await server.AddReplicaAsync();
        var (project, provider) = (server.NewProject(), server.Bitbucket);
        var connection = await project.ConnectAsync(provider, sync: false);
        var (body, headers) = provider.Webhook(new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun()), connection.Secret, "d", default);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => server.SendWebhookAsync(connection.WebhookPath, body, headers, n % 2)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Single(answers, answer => !answer.Body.TryGetProperty("duplicate", out _));
        Assert.Single(await project.DeploymentsAsync());
        await server.StopReplicaAsync(1);
    }
}
