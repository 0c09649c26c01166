using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Events;
using SreCopilot.PostgresFixture;

namespace SreCopilot.AlertingService.Tests;

/// <summary>alerting-service, which may call this machine, beside others that say what a test wants. One per test class.</summary>
public class AlertingServer(PostgresServer postgres) : ServiceReplicas<Program>(postgres, "alerting")
{
    public const string EncryptionKey = "tests encrypt channels with this very key";

    private static int _servers;

    // Two installations do not share a Redis: the events of one count as sent for the other. As many are never alive at once.
    private readonly int _redisDatabase = Interlocked.Increment(ref _servers) % 16;

    internal FakePlatform Platform { get; private set; } = null!;

    internal string Redis => $"{RedisServer.Shared.ConnectionString},defaultDatabase={_redisDatabase}";

    /// <summary>PagerDuty, whose address is not a user's choice.</summary>
    internal TestBackend PagerDuty { get; private set; } = null!;

    /// <summary>Which networks channels may call.</summary>
    protected virtual string AllowedNetworks => "127.0.0.0/8,::1/128";

    protected virtual string Timeout => "25";

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("ConnectionStrings:redis", Redis),
        ("ENCRYPTION_KEY", EncryptionKey),
        ("METRICS_COLLECTOR_URL", Platform.Address),
        ("LOG_SERVICE_URL", Platform.Address),
        ("INCIDENT_SERVICE_URL", Platform.Address),
        ("OutboundHttp:AllowedNetworks", AllowedNetworks),
        ("OutboundHttp:TrustedCertificates", TestCertificates.AuthorityFile),
        ("Evaluation:PollSeconds", "0.05"),
        ("Notifications:PollSeconds", "0.05"),
        ("Notifications:MaxAttempts", "3"),
        ("Notifications:TimeoutSeconds", Timeout),
        ("Notifications:PagerDutyUrl", PagerDuty.Address),
    ];

    public override async ValueTask InitializeAsync()
    {
        Platform = await FakePlatform.StartAsync();
        PagerDuty = await TestBackend.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await Platform.DisposeAsync();
        await PagerDuty.DisposeAsync();
    }

    /// <summary>Lets a minute pass and waits until the project's conditions are judged.</summary>
    internal async Task EvaluateAsync(TestProject project, int seconds = 60)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        await Wait.UntilAsync(async () => (long)(await SqlAsync($"""
            select count(*) from conditions where project_id = '{project.Id}' and enabled and (next_run_at <= '{Time.GetUtcNow():O}' or lease_id is not null)
            """))! == 0);
    }

    /// <summary>Lets notifications that wait for others be sent, and waits until nothing is due.</summary>
    internal async Task DeliverAsync(TestProject project, int seconds = 6)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        await Wait.UntilAsync(async () => (long)(await SqlAsync($"""
            select (select count(*) from notifications n join channels c on c.id = n.channel_id
                where n.project_id = '{project.Id}' and n.status = 'waiting' and n.due_at <= '{Time.GetUtcNow():O}' and c.not_before <= '{Time.GetUtcNow():O}' and c.enabled)
              + (select count(*) from channels where project_id = '{project.Id}' and lease_id is not null)
            """))! == 0);
    }

    /// <summary>Waits until incident-service knows everything.</summary>
    internal Task ReportAsync(TestProject project) => Wait.UntilAsync(async () =>
        (long)(await SqlAsync($"select count(*) from problems where project_id = '{project.Id}' and due_at <= '{Time.GetUtcNow().AddSeconds(30):O}'"))! == 0);

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
public sealed class GuardedServer(PostgresServer postgres) : AlertingServer(postgres)
{
    protected override string AllowedNetworks => "127.0.0.2/32";
}

/// <summary>A server with a second replica.</summary>
public sealed class TwoReplicas(PostgresServer postgres) : IAsyncLifetime
{
    internal AlertingServer Servers { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Servers.InitializeAsync();
        await Servers.AddReplicaAsync();
    }

    public ValueTask DisposeAsync() => Servers.DisposeAsync();
}
