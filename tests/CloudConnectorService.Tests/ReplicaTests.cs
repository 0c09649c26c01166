namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Two replicas on one database.</summary>
public sealed class ReplicaTests(CloudServer server) : IClassFixture<CloudServer>
{
    [Fact]
    public async Task A_connection_is_read_by_one_replica_at_a_time()
    {
        await server.AddReplicaAsync();
        var (project, cloud) = (server.NewProject(), server.Aws);
        var account = cloud.NewAccount();
        account.Machines = [new FakeItem("a"), new FakeItem("b"), new FakeItem("c")];
        var connection = await server.ConnectAsync(project, cloud, account);
        account.Machines.Add(new FakeItem("d"));
        var (reading, most) = (0, 0);
        account.Fault = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref reading));
            await Task.Yield();
            Interlocked.Decrement(ref reading);
            return false;
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => connection.SyncAsync(n % 2)));

        Assert.All(answers, answer => Assert.Equal("connected", answer.Text("status")));
        Assert.Equal(1, most);
        Assert.Single(await connection.ChangesAsync());
        await server.StopReplicaAsync(1);
    }

    [Fact]
    public async Task A_sync_whose_replica_died_is_done_by_another_and_the_dead_one_writes_nothing_more()
    {
        var (project, cloud) = (server.NewProject(), server.Azure);
        var account = cloud.NewAccount();
        var connection = await server.ConnectAsync(project, cloud, account);
        account.Machines = [new FakeItem("web")];
        // The first that asks hangs, as a replica that lost its network.
        var hung = 0;
        account.Fault = async (_, _) =>
        {
            if (Interlocked.Exchange(ref hung, 1) == 0)
            {
                await cloud.HangAsync();
            }

            return false;
        };
        await server.SqlAsync($"update connections set sync_due_at = now() - interval '10 years' where id = '{connection.Id}'");
        await Wait.UntilAsync(() => hung == 1);
        Assert.Equal("syncing", (await connection.GetAsync()).Text("status"));

        await server.AddReplicaAsync();
        server.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("connected", (await connection.SyncAsync(1)).Text("status"));
        var number = await connection.SqlAsync("sync_number");
        cloud.Release();

        Assert.Equal("added", Assert.Single(await connection.ChangesAsync()).GetProperty("change").GetString());
        Assert.Equal(number, await connection.SqlAsync("sync_finished"));
        await server.StopReplicaAsync(1);
    }
}
