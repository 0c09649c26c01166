using SreCopilot.PostgresFixture;

namespace SreCopilot.AiService.Tests.Demo;

/// <summary>ai-service with the real metrics-collector-service, log-service and incident-service beside it, on one database and in real time.</summary>
public sealed class ShopPlatform : ServiceReplicas<Program>
{
    private static readonly string[] Names = ["metrics-collector-service", "log-service", "incident-service"];

    private readonly PostgresServer _postgres;
    private readonly List<ServiceProcess> _services = [];
    private TestDatabase? _others;

    public ShopPlatform(PostgresServer postgres) : base(postgres, "ai") => _postgres = postgres;

    internal string Metrics => _services[0].Address;

    internal string Logs => _services[1].Address;

    internal string Incidents => _services[2].Address;

    protected override TimeProvider Clock => TimeProvider.System;

    protected override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("METRICS_COLLECTOR_URL", Metrics),
        ("LOG_SERVICE_URL", Logs),
        ("INCIDENT_SERVICE_URL", Incidents),
        // Nobody is there: alerts are the source that is missing.
        ("INTEGRATION_SERVICE_URL", "http://127.0.0.1:1"),
        ("ALERTING_SERVICE_URL", "http://127.0.0.1:1"),
        ("Collection:AnswerSeconds", "30"),
        ("Collection:TotalSeconds", "50"),
    ];

    public override async ValueTask InitializeAsync()
    {
        _others = await _postgres.CreateDatabaseAsync();
        var redis = $"{RedisServer.Shared.ConnectionString},defaultDatabase=15";
        foreach (var name in Names)
        {
            _services.Add(await ServiceProcess.StartAsync(name, _others.ConnectionString, redis));
        }

        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }
    }
}
