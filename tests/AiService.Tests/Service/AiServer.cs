using SreCopilot.PostgresFixture;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>ai-service among services that the test plays, without a language model. One per test class.</summary>
public class AiServer(PostgresServer postgres) : ServiceReplicas<Program>(postgres, "ai")
{
    internal FakePlatform Platform { get; private set; } = null!;

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("INCIDENT_SERVICE_URL", Platform.Address),
        ("METRICS_COLLECTOR_URL", Platform.Address),
        ("LOG_SERVICE_URL", Platform.Address),
        ("INTEGRATION_SERVICE_URL", Platform.Address),
        ("ALERTING_SERVICE_URL", Platform.Address),
        // A busy machine is slow.
        ("Collection:AnswerSeconds", "30"),
        ("Collection:TotalSeconds", "50"),
    ];

    public override async ValueTask InitializeAsync()
    {
        Platform = new FakePlatform(() => Services);
        await Platform.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Platform.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Generates as incident-service does.</summary>
    internal static Task<Answer> GenerateAsync(TestProject project, Guid incident, int replica = 0) => project.As(project.ServiceCaller, replica).PostAsync(
        "/generate-hypotheses", new { incident_id = incident, title = "Checkout fails", description = "", service_name = "checkout" });
}

/// <summary>Two replicas of it.</summary>
public sealed class TwoReplicas(PostgresServer postgres) : IAsyncLifetime
{
    internal AiServer Servers { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Servers.InitializeAsync();
        await Servers.AddReplicaAsync();
    }

    public ValueTask DisposeAsync() => Servers.DisposeAsync();
}
