using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Events;
using SreCopilot.PostgresFixture;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>cloud-connector-service with clouds and a telemetry store that the test plays. One per test class.</summary>
public sealed class CloudServer : ServiceReplicas<Program>
{
    public const string FirstKey = "the first key of the tests for stored secrets";

    private static readonly string[] Tables = ["connections", "parts", "resources", "resource_changes", "event_outbox", "audit_outbox"];
    private static int _servers;

    // Two installations do not share a Redis: the events of one count as sent for the other. As many are never alive at once.
    private readonly int _redisDatabase = Interlocked.Increment(ref _servers) % 16;

    public CloudServer(PostgresServer postgres)
        : base(postgres, "cloud")
    {
        (Aws, Azure, Google, Collector) = (new FakeAws(Time), new FakeAzure(Time), new FakeGoogle(Time), new FakeCollector(Time));
    }

    internal FakeAws Aws { get; }

    internal FakeAzure Azure { get; }

    internal FakeGoogle Google { get; }

    internal FakeCollector Collector { get; }

    internal IReadOnlyList<FakeCloud> Clouds => [Aws, Azure, Google];

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("ConnectionStrings:redis", $"{RedisServer.Shared.ConnectionString},defaultDatabase={_redisDatabase}"),
        ("ENCRYPTION_KEY", FirstKey),
        ("METRICS_COLLECTOR_URL", Collector.Address),
        ("OutboundHttp:AllowedNetworks", "127.0.0.0/8"),
        ("Providers:Aws", Aws.Address),
        ("Providers:AzureLogin", Azure.Address),
        ("Providers:AzureManagement", Azure.Address),
        ("Providers:Google", Google.Address),
        ("Providers:GoogleToken", $"{Google.Address}/token"),
        ("Providers:TimeoutSeconds", "60"),
    ];

    public override async ValueTask InitializeAsync()
    {
        foreach (var cloud in Clouds)
        {
            await cloud.StartAsync();
        }

        await Collector.StartAsync();
        await base.InitializeAsync();
    }

    internal FakeCloud Cloud(string name) => Clouds.Single(cloud => cloud.Name == name);

    internal async Task<List<Operation>> ListOperationsAsync() => Operation.ReadAll(await DescribeAsync());

    /// <summary>Connects an account; its first sync has ended when it returns.</summary>
    internal async Task<TestConnection> ConnectAsync(TestProject project, FakeCloud cloud, FakeAccount account, object? config = null)
    {
        var answer = await project.As("admin").PostAsync("/connections", new { provider = cloud.Name, name = "Production", credentials = cloud.CredentialsOf(account), config });
        Assert.True(answer.Code == 201, answer.Body.ToString());
        Assert.Equal("pending", answer.Text("status"));
        var connection = new TestConnection(this, project, answer.Id("id"));
        await connection.SyncAsync();
        return connection;
    }

    /// <summary>The events of a project so far, once there are as many.</summary>
    internal async Task<List<(string Type, JsonElement Data)>> EventsAsync(TestProject project, int count)
    {
        List<(string, JsonElement)> events = [];
        await Wait.UntilAsync(async () =>
        {
            try
            {
                events =
                [
                    .. (await Services.GetRequiredService<EventLog>().ReadAfterAsync(project.Id, 0))
                        .Select(entry => JsonDocument.Parse(entry.Envelope).RootElement)
                        .Select(envelope => (envelope.GetProperty("type").GetString()!, envelope.GetProperty("data"))),
                ];
            }
            catch (TimeoutException)
            {
                // Redis on a machine with too much to do.
                return false;
            }

            return events.Count >= count;
        });
        return events;
    }

    /// <summary>Everything that is stored, as text.</summary>
    internal async Task<string> DumpAsync() => string.Join('\n', await Task.WhenAll(
        Tables.Select(async table => $"{table} {await SqlAsync($"select coalesce(string_agg(t::text, chr(10) order by t::text), '') from {table} t")}")));

    public override async ValueTask DisposeAsync()
    {
        foreach (var cloud in Clouds)
        {
            cloud.Release();
        }

        await base.DisposeAsync();
        foreach (var cloud in Clouds)
        {
            await cloud.DisposeAsync();
        }

        await Collector.DisposeAsync();
    }
}

/// <summary>A connection and what was read by it.</summary>
internal sealed class TestConnection(CloudServer server, TestProject project, Guid id)
{
    public Guid Id => id;

    public string Path => $"/connections/{id}";

    public Task<Answer> GetAsync() => project.Viewer.GetAsync(Path);

    /// <summary>Has it synced; returns when that sync has ended, however slow the machine is.</summary>
    public async Task<Answer> SyncAsync(int replica = 0)
    {
        var asked = await project.As("admin", replica).PostAsync($"{Path}/sync", new { });
        Assert.True(asked.Code == 200, asked.Body.ToString());
        if (asked.Body.TryGetProperty("changes_found", out _))
        {
            return asked;
        }

        await Wait.UntilAsync(async () => (bool)(await SqlAsync("not sync_requested and sync_finished = sync_number"))!);
        var shown = JsonNode.Parse((await GetAsync()).Body.GetRawText())!.AsObject();
        (shown["status"], shown["changes_found"]) = ((string)(await SqlAsync("status"))!, (int)(await SqlAsync("sync_changes"))!);
        return asked with { Body = JsonSerializer.SerializeToElement(shown) };
    }

    public async Task<List<JsonElement>> ResourcesAsync(string query = "") =>
        [.. (await project.Viewer.GetAsync($"/resources?connection_id={id}&limit=500{query}"))["resources"].EnumerateArray()];

    public async Task<List<JsonElement>> ChangesAsync(string query = "") =>
        [.. (await project.Viewer.GetAsync($"/changes?connection_id={id}{query}"))["changes"].EnumerateArray()];

    public Task<object?> SqlAsync(string column) => server.SqlAsync($"select {column} from connections where id = '{id}'");
}

/// <summary>All clouds, for tests that hold for each of them.</summary>
public static class CloudCase
{
    public static TheoryData<string> All => ["aws", "azure", "gcp"];
}
