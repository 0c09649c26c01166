using SreCopilot.Identity;

namespace SreCopilot.IncidentService.Tests;

/// <summary>A member of a project.</summary>
internal sealed record TestMember(Guid Id, string Name, string Email, string Role);

/// <summary>A project of a tenant, and whoever calls in its name.</summary>
internal sealed class TestProject(IncidentServer server, Guid tenantId, string timezone)
{
    public Guid Id { get; } = Guid.NewGuid();

    public Guid TenantId => tenantId;

    public string Timezone { get; set; } = timezone;

    public List<TestMember> Members { get; } =
    [
        .. new[] { "owner", "admin", "engineer", "viewer" }.Select(role => new TestMember(Guid.NewGuid(), $"The {role}", $"{role}@acme.example", role)),
    ];

    public Person Engineer => As("engineer");

    public Person Viewer => As("viewer");

    public Person Service => AsService();

    public Caller CallerOf(string role) => Members.Single(member => member.Role == role) is var member
        ? new Caller
        {
            Kind = CallerKind.User, UserId = member.Id, Email = member.Email, TenantId = tenantId, TenantRole = "engineer", ProjectId = Id, ProjectRole = role,
            SessionId = Guid.NewGuid(),
        }
        : throw new InvalidOperationException();

    public Person As(string role, int replica = 0) => server.As(CallerOf(role), replica);

    public Person AsService(int replica = 0) => server.As(new Caller { Kind = CallerKind.Service, TenantId = tenantId, ProjectId = Id }, replica);

    /// <summary>An incident that the engineer reported.</summary>
    public async Task<Guid> AddIncidentAsync(string title = "Checkout latency", string severity = "high", string service = "checkout", string description = "")
    {
        var answer = await Engineer.PostAsync("/incidents", new { title, severity, service_name = service, description });
        Assert.Equal(200, answer.Code);
        return answer.Id();
    }
}
