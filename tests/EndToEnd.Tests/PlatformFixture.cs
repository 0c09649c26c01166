[assembly: AssemblyFixture(typeof(SreCopilot.EndToEnd.Tests.PlatformFixture))]

namespace SreCopilot.EndToEnd.Tests;

/// <summary>The real AppHost, once for all tests: every service, embedded PostgreSQL and Redis, the dashboard.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private RunningPlatform? _platform;

    public RunningPlatform Platform => _platform ?? throw new InvalidOperationException("The platform has not been started.");

    public async ValueTask InitializeAsync() => _platform = await RunningPlatform.StartAsync(_data.Path, edgeReplicas: 2);

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }

        _data.Dispose();
    }
}
