using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>A project of a tenant, and whoever calls in its name.</summary>
internal sealed class TestProject(CicdServer server, Guid tenantId)
{
    public Guid Id { get; } = Guid.NewGuid();

    public Guid TenantId => tenantId;

    public Person Admin => As("admin");

    public Person Viewer => As("viewer");

    public Person Service => server.As(new Caller { Kind = CallerKind.Service, TenantId = tenantId, ProjectId = Id });

    public Caller CallerOf(string role) => new()
    {
        Kind = CallerKind.User,
        UserId = Guid.NewGuid(),
        Email = $"{role}@acme.example",
        TenantId = tenantId,
        TenantRole = "engineer",
        ProjectId = Id,
        ProjectRole = role,
        SessionId = Guid.NewGuid(),
    };

    public Person As(string role, int replica = 0) => server.As(CallerOf(role), replica);

    /// <summary>Connects a system; the automatic first sync has ended when it returns.</summary>
    public async Task<TestConnection> ConnectAsync(FakeProvider provider, object? config = null, bool sync = true)
    {
        var answer = await Admin.PostAsync("/connections", new { provider = provider.Name, name = "Main", credentials = provider.Credentials, config = config ?? provider.Config });
        Assert.True(answer.Code == 201, answer.Body.ToString());
        var connection = new TestConnection(this, provider, answer.Id(), answer.Text("webhook_secret")!);
        if (sync)
        {
            await connection.SyncAsync();
        }

        return connection;
    }

    /// <summary>What metrics-collector-service got of this project, the latest state of each.</summary>
    public async Task<List<JsonElement>> DeploymentsAsync()
    {
        await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"select count(*) from deployments where project_id = '{Id}' and delivered < revision"))! == 0);
        return [.. server.Collector.Of(Id)];
    }
}

/// <summary>A connection and what belongs to it.</summary>
internal sealed class TestConnection(TestProject project, FakeProvider provider, Guid id, string secret)
{
    public Guid Id => id;

    public string Secret { get; set; } = secret;

    public string WebhookPath => $"/webhooks/{id}/{provider.Name.Replace('_', '-')}";

    public Task<Answer> GetAsync() => project.Viewer.GetAsync($"/connections/{id}");

    public Task<Answer> SyncAsync(int replica = 0) => project.As("admin", replica).PostAsync($"/connections/{id}/sync", new { });
}
