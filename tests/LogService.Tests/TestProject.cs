using SreCopilot.Identity;

namespace SreCopilot.LogService.Tests;

/// <summary>A project of a tenant, and whoever calls in its name.</summary>
internal sealed class TestProject(LogServer server, Guid tenantId)
{
    public Guid Id { get; } = Guid.NewGuid();

    public Guid TenantId => tenantId;

    public Person Viewer => As("viewer");

    public Person Key => server.As(CallerOfKey());

    public Caller CallerOf(string role) => new()
    {
        Kind = CallerKind.User, UserId = Guid.NewGuid(), Email = $"{role}@acme.example", TenantId = tenantId, TenantRole = "engineer", ProjectId = Id, ProjectRole = role,
        SessionId = Guid.NewGuid(),
    };

    public Caller CallerOfKey(params string[] scopes) => new()
    {
        Kind = CallerKind.ApiKey, TenantId = tenantId, ProjectId = Id, Scopes = scopes.Length == 0 ? [ApiKeyScopes.Logs] : scopes,
    };

    public Person As(string role, int replica = 0) => server.As(CallerOf(role), replica);

    public Person KeyAt(int replica) => server.As(CallerOfKey(), replica);

    /// <summary>Sends lines that must be stored.</summary>
    public async Task<Answer> IngestAsync(params object[] logs) => await IngestAtAsync(0, logs);

    public async Task<Answer> IngestAtAsync(int replica, params object[] logs)
    {
        var answer = await KeyAt(replica).PostAsync("/logs/ingest", new { logs });
        Assert.True(answer.Code == 200, $"{answer.Code} {answer.Body}");
        return answer;
    }

    public Task<Answer> SearchAsync(string query) => Viewer.GetAsync($"/logs/search?query={Uri.EscapeDataString(query)}");
}
