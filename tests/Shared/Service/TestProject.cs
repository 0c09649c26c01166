using SreCopilot.Identity;

namespace SreCopilot.Tests;

/// <summary>A project of a tenant, and whoever calls in its name. A caller may be sent to any replica.</summary>
internal sealed class TestProject(Func<Caller, int, Person> persons, Guid? tenantId = null)
{
    public Guid Id { get; } = Guid.NewGuid();

    public Guid TenantId { get; } = tenantId ?? Guid.NewGuid();

    public Person Engineer => As("engineer");

    public Person Viewer => As("viewer");

    public Person Service => As(ServiceCaller);

    public Caller ServiceCaller => new() { Kind = CallerKind.Service, TenantId = TenantId, ProjectId = Id };

    public Caller CallerOf(string? role) => new()
    {
        Kind = CallerKind.User, UserId = Guid.NewGuid(), Email = $"{role}@acme.example", TenantId = TenantId, TenantRole = "engineer", ProjectId = Id, ProjectRole = role,
        SessionId = Guid.NewGuid(),
    };

    public Caller KeyWith(params string[] scopes) => new() { Kind = CallerKind.ApiKey, TenantId = TenantId, ProjectId = Id, Scopes = scopes };

    public Person As(string? role, int replica = 0) => As(CallerOf(role), replica);

    public Person As(Caller caller, int replica = 0) => persons(caller, replica);

    /// <summary>Another project of the same tenant.</summary>
    public TestProject Neighbour() => new(persons, TenantId);

    /// <summary>A project of another tenant.</summary>
    public TestProject Stranger() => new(persons);
}
