namespace SreCopilot.AuthService.Tests;

/// <summary>A tenant with a project and somebody signed in for every role in it.</summary>
internal sealed class Team
{
    private Team(AuthServer server, string ownerEmail, Browser owner, Guid tenantId, Guid projectId) =>
        (Server, OwnerEmail, Owner, TenantId, ProjectId) = (server, ownerEmail, owner, tenantId, projectId);

    public AuthServer Server { get; }

    public Guid TenantId { get; }

    /// <summary>The default project of the registration; everybody below has a role in it.</summary>
    public Guid ProjectId { get; }

    public string OwnerEmail { get; }

    /// <summary>Registered the tenant: owner of the project and administrator of the tenant.</summary>
    public Browser Owner { get; }

    public string Project => $"/projects/{ProjectId}";

    public static async Task<Team> CreateAsync(AuthServer server, int replica = 0)
    {
        var owner = server.OpenBrowser(replica);
        var email = Browser.NewEmail();
        var registered = await owner.RegisterAsync(email);
        var user = registered.Body.GetProperty("user");
        return new Team(server, email, owner, user.GetProperty("tenant_id").GetGuid(), user.GetProperty("current_project_id").GetGuid());
    }

    /// <summary>Creates an account of the tenant that is a member of nothing.</summary>
    public async Task<(Guid Id, string Email)> AddUserAsync(string role = "engineer")
    {
        Server.Advance(TimeSpan.FromMilliseconds(1)); // Order is by time.
        var email = Browser.NewEmail();
        var answer = await Owner.PostAsync("/users", new { email, full_name = "Ben", password = Browser.Password, role });
        Assert.Equal(200, answer.Code);
        return (answer.Id(), email);
    }

    /// <summary>Creates a member of the project and signs it in.</summary>
    public async Task<Member> AddMemberAsync(string role)
    {
        var (id, email) = await AddUserAsync();
        Assert.Equal(200, (await Owner.PostAsync($"{Project}/members", new { user_email = email, role })).Code);
        var browser = Server.OpenBrowser();
        Assert.Equal(200, (await browser.LoginAsync(email)).Code);
        return new Member(id, email, browser);
    }

    /// <summary>One more project of the tenant, of which only the owner is a member.</summary>
    public async Task<Guid> AddProjectAsync(string? slug = null)
    {
        Server.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await Owner.PostAsync("/projects", new { name = "Payments", slug = slug ?? $"payments-{Guid.NewGuid():N}" });
        Assert.Equal(200, answer.Code);
        return answer.Id();
    }
}

internal sealed record Member(Guid Id, string Email, Browser Browser);
