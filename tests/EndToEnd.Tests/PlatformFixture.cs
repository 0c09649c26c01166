using SreCopilot.EndToEnd.Tests.Isolation;

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
            try
            {
                await VerifyAuditLogsAsync(_platform);
            }
            finally
            {
                await _platform.DisposeAsync();
            }
        }

        _data.Dispose();
    }

    /// <summary>After all that the tests did, attackers and outages included, every organisation's audit log is sound. Fails the run otherwise.</summary>
    private static async Task VerifyAuditLogsAsync(RunningPlatform platform)
    {
        foreach (var email in platform.Organisations)
        {
            var admin = await Account.LogInAsync(platform, email, CancellationToken.None);
            var verdict = await admin.SendAsync(HttpMethod.Get, "/api/v1/audit/verify", null, CancellationToken.None);
            Assert.True(verdict.GetProperty("valid").GetBoolean() && verdict.GetProperty("complete").GetBoolean(), $"The audit log of {email} is not sound: {verdict}");
        }
    }
}
