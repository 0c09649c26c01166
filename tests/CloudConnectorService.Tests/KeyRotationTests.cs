namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>ENCRYPTION_KEY is replaced while the service works.</summary>
public sealed class KeyRotationTests(CloudServer server) : IClassFixture<CloudServer>
{
    private const string SecondKey = "the second key of the tests for stored secrets";

    [Fact]
    public async Task No_connection_is_lost_and_in_the_end_nothing_needs_the_old_key()
    {
        var project = server.NewProject();
        var connections = new List<TestConnection>();
        foreach (var cloud in server.Clouds)
        {
            connections.Add(await server.ConnectAsync(project, cloud, cloud.NewAccount()));
        }

        // Step one of a rotation: everybody knows both.
        await server.AddReplicaAsync(("ENCRYPTION_PREVIOUS_KEY", SecondKey));
        await server.StopReplicaAsync(0);
        // v1.KEYID
        var oldKey = await connections[0].SqlAsync("substr(credentials_encrypted, 1, 11)");
        using var ends = new CancellationTokenSource();
        var load = WorkAsync(ends.Token);

        await server.AddReplicaAsync(("ENCRYPTION_KEY", SecondKey), ("ENCRYPTION_PREVIOUS_KEY", CloudServer.FirstKey));
        await ends.CancelAsync();
        await load;
        // As long as one replica writes with the old key, there may be more to renew; every replica does it when it starts.
        await server.StopReplicaAsync(0);
        await server.AddReplicaAsync(("ENCRYPTION_KEY", SecondKey), ("ENCRYPTION_PREVIOUS_KEY", CloudServer.FirstKey));
        await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"select count(*) from connections where credentials_encrypted like '{oldKey}.%'"))! == 0);
        await server.StopReplicaAsync(0);
        await server.StopReplicaAsync(0);
        await server.AddReplicaAsync(("ENCRYPTION_KEY", SecondKey));
        // What a replica was reading when it was stopped is read again when its lease is over.
        server.Time.Advance(TimeSpan.FromMinutes(4));

        foreach (var connection in connections)
        {
            Assert.Equal("connected", (await connection.SyncAsync()).Text("status"));
        }

        async Task WorkAsync(CancellationToken cancel)
        {
            do
            {
                foreach (var connection in connections)
                {
                    Assert.Equal("connected", (await connection.SyncAsync()).Text("status"));
                    Assert.Equal(200, (await project.As("admin").PatchAsync(connection.Path, new { credentials = new { client_secret = "***" } })).Code);
                }
            }
            while (!cancel.IsCancellationRequested);
        }
    }

    [Fact]
    public async Task Credentials_whose_key_is_gone_are_said_to_be()
    {
        var connection = await server.ConnectAsync(server.NewProject(), server.Aws, server.Aws.NewAccount());
        await server.SqlAsync($"update connections set credentials_encrypted = 'v1.00000000.AAAA' where id = '{connection.Id}'");

        var synced = await connection.SyncAsync();

        Assert.Equal("error", synced.Text("status"));
        Assert.Contains("cannot be decrypted", synced.Text("status_message"), StringComparison.Ordinal);
    }
}
