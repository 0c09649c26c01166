using SreCopilot.PostgresFixture;

namespace SreCopilot.AuditService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_are_a_clear_503_and_work_again_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new AuditServer(postgres);
        await server.InitializeAsync();
        var tenant = server.NewTenant();
        var entry = tenant.Entry();
        await tenant.AddAsync(entry);

        await postgres.StopAsync();

        foreach (var answer in new[]
        {
            await tenant.Admin.GetAsync("/audit-logs"), await tenant.Admin.GetAsync("/audit/verify"), await tenant.Admin.GetAsync("/audit-logs/export"),
            await server.AsService().PostAsync("/internal/audit-entries", new { source = "x", entries = new[] { tenant.Entry() } }),
        })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();

        await tenant.AddAsync(entry, tenant.Entry());
        Assert.Equal(2, (await tenant.ListAsync("?action=incident.create")).Count);
        Assert.Null(await tenant.FindBadAsync());
    }
}
