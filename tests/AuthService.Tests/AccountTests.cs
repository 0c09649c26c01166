using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Identity;

namespace SreCopilot.AuthService.Tests;

/// <summary>What a signed-in user does with the own account, and an administrator with others.</summary>
public sealed class AccountTests(AuthServer server) : IClassFixture<AuthServer>
{
    private const string NewPassword = "Better-horse2!";

    [Fact]
    public async Task The_name_can_be_changed()
    {
        var team = await Team.CreateAsync(server);

        var answer = await team.Owner.PatchAsync("/profile", new { full_name = " Ana María ", email = "x@evil.example", role = "viewer" });

        Assert.Equal(200, answer.Code);
        Assert.Equal(["id", "email", "full_name", "role", "tenant_id", "tenant_name"], answer.Fields());
        Assert.Equal(("Ana María", team.OwnerEmail, "admin"), (answer.Text("full_name"), answer.Text("email"), answer.Text("role")));
        Assert.Equal("Ana María", (await team.Owner.PatchAsync("/profile", new { full_name = (string?)null })).Text("full_name"));
        Assert.Equal(422, (await team.Owner.PatchAsync("/profile", new { full_name = " " })).Code);
        Assert.Equal(422, (await team.Owner.PatchAsync("/profile", new { full_name = "a\u0000" })).Code);
        Assert.Equal("Ana María", (await team.Owner.GetAsync("/me")).Text("full_name"));
    }

    [Fact]
    public async Task A_new_password_replaces_the_old_one_and_ends_all_other_sessions()
    {
        var team = await Team.CreateAsync(server);
        var elsewhere = server.OpenBrowser();
        await elsewhere.LoginAsync(team.OwnerEmail);
        var ended = (await elsewhere.CallerAsync()).SessionId;

        var answer = await team.Owner.PostAsync("/change-password", new { current_password = Browser.Password, new_password = NewPassword });

        Assert.Equal(200, answer.Code);
        Assert.Equal(["message"], answer.Fields());
        Assert.Equal(200, (await team.Owner.GetAsync("/me")).Code);
        Assert.Equal(200, (await team.Owner.PostAsync("/refresh")).Code);
        Assert.Equal(401, (await elsewhere.GetAsync("/me")).Code);
        Assert.Equal(401, (await elsewhere.PostAsync("/refresh")).Code);
        Assert.Equal(401, (await server.OpenBrowser().LoginAsync(team.OwnerEmail)).Code);
        Assert.Equal(200, (await server.OpenBrowser().LoginAsync(team.OwnerEmail, NewPassword)).Code);
        Assert.Contains($"{{\"subject\":\"session\",\"session_id\":\"{ended}\"}}", (await server.OpenService().GetAsync("/internal/revocations")).Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_current_password_nothing_changes_and_guessing_is_slowed_down()
    {
        var team = await Team.CreateAsync(server);
        var wrong = new { current_password = "Wrong-horse1!", new_password = NewPassword };

        Assert.Equal(400, (await team.Owner.PostAsync("/change-password", wrong)).Code);
        Assert.Equal(422, (await team.Owner.PostAsync("/change-password", new { current_password = Browser.Password, new_password = "weak" })).Code);
        Assert.Equal(422, (await team.Owner.PostAsync("/change-password", new { new_password = NewPassword })).Code);
        Assert.Equal(422, (await team.Owner.PostAsync("/change-password", new { current_password = Browser.Password, new_password = "Aa1!" + new string('x', 70) })).Code);
        for (var guess = 1; guess < 10; guess++)
        {
            Assert.Equal(400, (await team.Owner.PostAsync("/change-password", wrong)).Code);
        }

        var limited = await team.Owner.PostAsync("/change-password", wrong);
        Assert.Equal(429, limited.Code);
        Assert.NotNull(limited.RetryAfter);
        Assert.Equal(200, (await server.OpenBrowser().LoginAsync(team.OwnerEmail)).Code);
    }

    [Fact]
    public async Task A_websocket_ticket_is_short_lived_and_opens_nothing_else()
    {
        var team = await Team.CreateAsync(server);

        var answer = await team.Owner.GetAsync("/ws-token");

        Assert.Equal((200, "no-store"), (answer.Code, answer.CacheControl));
        Assert.Equal(["token", "user_id", "tenant_id", "project_id"], answer.Fields());
        Assert.Equal((team.TenantId, team.ProjectId), (answer.Id("tenant_id"), answer.Id("project_id")));
        var tokens = server.Services.GetRequiredService<AccessTokens>();
        Assert.Null(await tokens.VerifyAccessAsync(answer.Text("token")));
        var (ticket, session) = (await tokens.VerifyWebSocketTicketAsync(answer.Text("token")), await team.Owner.CallerAsync());
        Assert.Equal((session.UserId, session.ProjectId, "owner", session.SessionId), (ticket!.UserId, ticket.ProjectId, ticket.ProjectRole, ticket.SessionId));
        server.Advance(TimeSpan.FromSeconds(66));
        Assert.Null(await tokens.VerifyWebSocketTicketAsync(answer.Text("token")));
    }

    [Fact]
    public async Task An_administrator_creates_accounts_of_the_own_tenant()
    {
        var (team, other) = (await Team.CreateAsync(server), await Team.CreateAsync(server));

        var (id, email) = await team.AddUserAsync("viewer");

        var listed = await team.Owner.GetAsync("/users");
        Assert.Equal(["id", "email", "full_name", "role", "is_active", "last_login_at", "created_at"], listed.Body[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(new[] { email, team.OwnerEmail }.Order(), listed.Each("email").Order());
        Assert.DoesNotContain(id.ToString(), (await other.Owner.GetAsync("/users")).Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(403, (await server.OpenBrowser().LoginAsync(email)).Code); // Of no project yet.
        Assert.Equal(400, (await other.Owner.PostAsync("/users", new { email = email.ToUpperInvariant(), full_name = "X", password = Browser.Password })).Code);
        var mistakes = await team.Owner.PostAsync("/users", new { email = "x", full_name = "", password = "weak", role = "owner" });
        Assert.Equal(422, mistakes.Code);
        Assert.All(["email:", "full_name:", "password:", "role:"], field => Assert.Contains(field, mistakes.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_once_until_it_is_enabled_again()
    {
        var team = await Team.CreateAsync(server);
        var engineer = await team.AddMemberAsync("engineer");

        var answer = await team.Owner.PatchAsync($"/users/{engineer.Id}", new { is_active = false });

        Assert.Equal((200, false), (answer.Code, answer.Body.GetProperty("is_active").GetBoolean()));
        Assert.Equal(401, (await engineer.Browser.GetAsync("/me")).Code);
        Assert.Equal(401, (await engineer.Browser.GetAsync(team.Project)).Code);
        Assert.Equal(401, (await engineer.Browser.PostAsync("/refresh")).Code);
        Assert.Equal(401, (await server.OpenBrowser().LoginAsync(engineer.Email)).Code);
        await team.Owner.PatchAsync($"/users/{engineer.Id}", new { is_active = true });
        Assert.Equal(401, (await engineer.Browser.PostAsync("/refresh")).Code);
        Assert.Equal(200, (await server.OpenBrowser().LoginAsync(engineer.Email)).Code);
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        var team = await Team.CreateAsync(server);
        var owner = (await team.Owner.CallerAsync()).UserId;

        Assert.Equal(403, (await team.Owner.PatchAsync($"/users/{owner}", new { role = "viewer" })).Code);
        Assert.Equal(403, (await team.Owner.PatchAsync($"/users/{owner}", new { is_active = false })).Code);

        var (second, _) = await team.AddUserAsync("admin");
        Assert.Equal(200, (await team.Owner.PatchAsync($"/users/{owner}", new { role = "engineer" })).Code);
        Assert.Equal(403, (await team.Owner.PatchAsync($"/users/{second}", new { role = "engineer" })).Code); // No administrator any more.
        Assert.Equal(403, (await team.Owner.PatchAsync($"/users/{owner}", new { role = "admin" })).Code);
    }

    [Fact]
    public async Task Accounts_of_another_tenant_do_not_exist()
    {
        var (team, other) = (await Team.CreateAsync(server), await Team.CreateAsync(server));
        var victim = (await other.Owner.CallerAsync()).UserId;

        Assert.Equal(404, (await team.Owner.PatchAsync($"/users/{victim}", new { is_active = false })).Code);
        Assert.Equal(404, (await team.Owner.PatchAsync($"/users/{Guid.NewGuid()}", new { is_active = false })).Code);
        Assert.Equal(422, (await team.Owner.PatchAsync($"/users/{victim}", new { role = "owner" })).Code);
        Assert.Equal(200, (await other.Owner.GetAsync("/me")).Code);
    }
}
