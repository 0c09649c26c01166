using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Events;
using SreCopilot.PostgresFixture;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>synthetic-service, which may call this machine. One per test class.</summary>
public class SyntheticServer(PostgresServer postgres) : ServiceReplicas<Program>(postgres, "synthetic")
{
    public const string EncryptionKey = "tests encrypt headers with this very key";

    private static int _servers;

    // Two installations do not share a Redis: the events of one count as sent for the other. As many are never alive at once.
    private readonly int _redisDatabase = Interlocked.Increment(ref _servers) % 16;

    internal string Redis => $"{RedisServer.Shared.ConnectionString},defaultDatabase={_redisDatabase}";

    /// <summary>Which networks monitors may call.</summary>
    protected virtual string AllowedNetworks => "127.0.0.0/8,::1/128";

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("ConnectionStrings:redis", Redis),
        ("ENCRYPTION_KEY", EncryptionKey),
        ("OutboundHttp:AllowedNetworks", AllowedNetworks),
        ("OutboundHttp:TrustedCertificates", TestCertificates.AuthorityFile),
        ("Runner:PollSeconds", "0.05"),
        ("Runner:RetryPauseSeconds", "0"),
        ("Results:CleanupMinutes", "0.01"),
    ];

    /// <summary>Moves the clock to when a monitor is due and waits for the result.</summary>
    internal async Task<JsonElement> CheckAsync(TestProject project, Guid monitorId)
    {
        var path = $"/monitors/{monitorId}";
        var before = (await project.Viewer.GetAsync($"{path}/results")).Number("total");
        var due = (await project.Viewer.GetAsync(path))["next_check_at"].GetDateTimeOffset();
        if (due > Time.GetUtcNow())
        {
            Time.Advance(due - Time.GetUtcNow());
        }

        await Wait.UntilAsync(async () => (await project.Viewer.GetAsync($"{path}/results")).Number("total") > before);
        return (await project.Viewer.GetAsync($"{path}/results?limit=1"))["items"][0];
    }

    /// <summary>The events of a project so far, once there are as many.</summary>
    internal async Task<List<(string Type, JsonElement Data)>> EventsAsync(TestProject project, int count)
    {
        List<(string, JsonElement)> events = [];
        await Wait.UntilAsync(async () =>
        {
            events =
            [
                .. (await Services.GetRequiredService<EventLog>().ReadAfterAsync(project.Id, 0))
                    .Select(entry => JsonDocument.Parse(entry.Envelope).RootElement)
                    .Select(envelope => (envelope.GetProperty("type").GetString()!, envelope.GetProperty("data"))),
            ];
            return events.Count >= count;
        });
        return events;
    }
}

/// <summary>The same, but only 127.0.0.2 may be called.</summary>
public sealed class GuardedServer(PostgresServer postgres) : SyntheticServer(postgres)
{
    protected override string AllowedNetworks => "127.0.0.2/32";
}

/// <summary>A server with a second replica.</summary>
public sealed class TwoReplicas(PostgresServer postgres) : IAsyncLifetime
{
    internal SyntheticServer Servers { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Servers.InitializeAsync();
        await Servers.AddReplicaAsync();
    }

    public ValueTask DisposeAsync() => Servers.DisposeAsync();
}
