namespace SreCopilot.AuthService.Tests;

public sealed class MemberTests(AuthServer server) : IClassFixture<AuthServer>
{
    [Fact]
    public async Task Members_are_added_by_address_listed_changed_and_removed()
    {
        var team = await Team.CreateAsync(server);
        var (id, email) = await team.AddUserAsync();

        var added = await team.Owner.PostAsync($"{team.Project}/members", new { user_email = email.ToUpperInvariant() });
        Assert.Equal(200, added.Code);
        Assert.Equal(["user_id", "user_email", "user_name", "role", "joined_at"], added.Fields());
        Assert.Equal((id, email, "Ben", "engineer"), (added.Id("user_id"), added.Text("user_email"), added.Text("user_name"), added.Text("role")));

        var changed = await team.Owner.PatchAsync($"{team.Project}/members/{id}", new { role = "viewer" });
        Assert.Equal((200, "viewer"), (changed.Code, changed.Text("role")));
        Assert.Equal(["owner", "viewer"], (await team.Owner.GetAsync($"{team.Project}/members")).Each("role"));

        var removed = await team.Owner.DeleteAsync($"{team.Project}/members/{id}");
        Assert.Equal((200, "success"), (removed.Code, removed.Text("status")));
        Assert.Equal(["owner"], (await team.Owner.GetAsync($"{team.Project}/members")).Each("role"));
        Assert.Equal(404, (await team.Owner.DeleteAsync($"{team.Project}/members/{id}")).Code);
        Assert.Equal(404, (await team.Owner.PatchAsync($"{team.Project}/members/{id}", new { role = "viewer" })).Code);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("Owner")]
    [InlineData("")]
    [InlineData("owner ")]
    public async Task Only_the_four_roles_exist(string role)
    {
        var team = await Team.CreateAsync(server);
        var (id, email) = await team.AddUserAsync();

        Assert.Equal(422, (await team.Owner.PostAsync($"{team.Project}/members", new { user_email = email, role })).Code);
        Assert.Equal(422, (await team.Owner.PatchAsync($"{team.Project}/members/{id}", new { role })).Code);
    }

    [Fact]
    public async Task Adding_twice_is_400_and_a_mistyped_address_422()
    {
        var team = await Team.CreateAsync(server);

        Assert.Equal(400, (await team.Owner.PostAsync($"{team.Project}/members", new { user_email = team.OwnerEmail })).Code);
        Assert.Equal(422, (await team.Owner.PostAsync($"{team.Project}/members", new { user_email = "nobody" })).Code);
        Assert.Equal(422, (await team.Owner.PostAsync($"{team.Project}/members", new { })).Code);
    }

    [Fact]
    public async Task Whether_an_account_of_another_tenant_exists_cannot_be_told()
    {
        var (team, other) = (await Team.CreateAsync(server), await Team.CreateAsync(server));

        var known = await team.Owner.PostAsync($"{team.Project}/members", new { user_email = other.OwnerEmail });
        var unknown = await team.Owner.PostAsync($"{team.Project}/members", new { user_email = Browser.NewEmail() });

        Assert.Equal((404, known.Body.ToString()), (known.Code, unknown.Body.ToString()));
    }

    [Fact]
    public async Task An_administrator_makes_nobody_owner_not_even_itself_and_touches_no_owner()
    {
        var team = await Team.CreateAsync(server);
        var admin = await team.AddMemberAsync("admin");
        var (_, email) = await team.AddUserAsync();
        var owner = (await team.Owner.CallerAsync()).UserId;

        Assert.Equal(403, (await admin.Browser.PatchAsync($"{team.Project}/members/{admin.Id}", new { role = "owner" })).Code);
        Assert.Equal(403, (await admin.Browser.PostAsync($"{team.Project}/members", new { user_email = email, role = "owner" })).Code);
        Assert.Equal(403, (await admin.Browser.PatchAsync($"{team.Project}/members/{owner}", new { role = "viewer" })).Code);
        Assert.Equal(403, (await admin.Browser.DeleteAsync($"{team.Project}/members/{owner}")).Code);
        Assert.Equal(["admin", "owner"], (await team.Owner.GetAsync($"{team.Project}/members")).Each("role").Order());
    }

    [Fact]
    public async Task The_last_owner_can_neither_go_nor_step_down_but_one_of_two_can()
    {
        var team = await Team.CreateAsync(server);
        var owner = (await team.Owner.CallerAsync()).UserId;
        Assert.Equal(403, (await team.Owner.DeleteAsync($"{team.Project}/members/{owner}")).Code);
        Assert.Equal(403, (await team.Owner.PatchAsync($"{team.Project}/members/{owner}", new { role = "admin" })).Code);

        var second = await team.AddMemberAsync("owner");

        Assert.Equal(200, (await second.Browser.PatchAsync($"{team.Project}/members/{owner}", new { role = "admin" })).Code);
        Assert.Equal(403, (await second.Browser.DeleteAsync($"{team.Project}/members/{second.Id}")).Code);
    }

    [Fact]
    public async Task Owners_who_remove_each_other_at_once_leave_one()
    {
        var team = await Team.CreateAsync(server);
        var owners = new List<Member> { await team.AddMemberAsync("owner"), await team.AddMemberAsync("owner"), await team.AddMemberAsync("owner") };
        var first = (await team.Owner.CallerAsync()).UserId!.Value;
        List<(Browser Browser, Guid Id)> all = [(team.Owner, first), .. owners.Select(owner => (owner.Browser, owner.Id))];

        await Task.WhenAll(all.SelectMany(owner => all, (actor, target) => actor.Browser.DeleteAsync($"{team.Project}/members/{target.Id}")));

        Assert.Equal(1L, await server.SqlAsync($"select count(*) from project_members where project_id = '{team.ProjectId}'"));
    }

    [Fact]
    public async Task A_change_of_role_counts_at_once_whatever_the_token_says()
    {
        var team = await Team.CreateAsync(server);
        var admin = await team.AddMemberAsync("admin");
        Assert.Equal(200, (await admin.Browser.GetAsync($"{team.Project}/api-keys")).Code);

        await team.Owner.PatchAsync($"{team.Project}/members/{admin.Id}", new { role = "viewer" });
        Assert.Equal(403, (await admin.Browser.GetAsync($"{team.Project}/api-keys")).Code);
        Assert.Equal(200, (await admin.Browser.GetAsync($"{team.Project}/members")).Code);

        await team.Owner.DeleteAsync($"{team.Project}/members/{admin.Id}");
        Assert.Equal(403, (await admin.Browser.GetAsync($"{team.Project}/members")).Code);
        Assert.Equal(403, (await admin.Browser.GetAsync("/ws-token")).Code);
        Assert.Equal(403, (await admin.Browser.PostAsync("/refresh")).Code);
    }
}
