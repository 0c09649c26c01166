using SreCopilot.PostgresFixture;

namespace SreCopilot.SecurityService.Tests;

/// <summary>security-service. One per test class.</summary>
public sealed class SecurityServer(PostgresServer postgres) : ServiceReplicas<Program>(postgres, "security");

/// <summary>A server with a second replica.</summary>
public sealed class TwoReplicas(PostgresServer postgres) : IAsyncLifetime
{
    internal SecurityServer Servers { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await Servers.InitializeAsync();
        await Servers.AddReplicaAsync();
    }

    public ValueTask DisposeAsync() => Servers.DisposeAsync();
}
