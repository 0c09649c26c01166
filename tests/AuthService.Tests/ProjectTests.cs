namespace SreCopilot.AuthService.Tests;

public sealed class ProjectTests(AuthServer server) : IClassFixture<AuthServer>
{
    private static readonly string[] Fields =
        ["id", "tenant_id", "name", "slug", "description", "timezone", "is_active", "created_at", "updated_at", "member_count", "current_user_role"];

    [Fact]
    public async Task Creating_makes_the_caller_owner()
    {
        var team = await Team.CreateAsync(server);

        var answer = await team.Owner.PostAsync("/projects", new { name = " Payments ", slug = "payments" });

        Assert.Equal(200, answer.Code);
        Assert.Equal(Fields, answer.Fields());
        Assert.Equal(
            ("Payments", "payments", "", "UTC", "owner", 1, true),
            (answer.Text("name"), answer.Text("slug"), answer.Text("description"), answer.Text("timezone"), answer.Text("current_user_role"),
                answer.Body.GetProperty("member_count").GetInt32(), answer.Body.GetProperty("is_active").GetBoolean()));
        Assert.Equal(team.TenantId, answer.Id("tenant_id"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$", answer.Text("created_at"));
        Assert.Equal(answer.Body.ToString(), (await team.Owner.GetAsync($"/projects/{answer.Id()}")).Body.ToString());
        Assert.Contains(answer.Id().ToString(), (await team.Owner.GetAsync("/me")).Body.GetProperty("projects").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_has_the_own_projects_only_with_the_own_role()
    {
        var team = await Team.CreateAsync(server);
        var engineer = await team.AddMemberAsync("engineer");
        await team.AddProjectAsync("second");

        Assert.Equal(["default", "second"], (await team.Owner.GetAsync("/projects")).Each("slug"));
        var seen = await engineer.Browser.GetAsync("/projects");
        Assert.Equal(["default", "engineer", "2"], [.. seen.Each("slug"), .. seen.Each("current_user_role"), .. seen.Each("member_count")]);
    }

    [Fact]
    public async Task A_slug_is_unique_in_its_tenant_and_free_in_others()
    {
        var (team, other) = (await Team.CreateAsync(server), await Team.CreateAsync(server));
        await team.AddProjectAsync("taken");

        Assert.Equal(400, (await team.Owner.PostAsync("/projects", new { name = "X", slug = "taken" })).Code);
        await other.AddProjectAsync("taken");
    }

    [Theory]
    [InlineData("""{}""", "name:", "slug:")]
    [InlineData("""{"name":"","slug":""}""", "name:", "slug:")]
    [InlineData("""{"name":"x","slug":"../admin"}""", "slug:")]
    [InlineData("""{"name":"a\nb","slug":"x"}""", "name:")]
    [InlineData("""{"name":"x","slug":"x","timezone":"Mars/Olympus"}""", "timezone:")]
    [InlineData("""{"name":"x","slug":"x","description":"a\u0000b"}""", "description:")]
    public async Task Mistakes_are_named(string body, params string[] fields)
    {
        var team = await Team.CreateAsync(server);

        var answer = await team.Owner.SendAsync(HttpMethod.Post, "/projects", body);

        Assert.Equal(422, answer.Code);
        Assert.All(fields, field => Assert.Contains(field, answer.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_leaves_what_is_absent_or_null()
    {
        var team = await Team.CreateAsync(server);
        var project = await team.AddProjectAsync();

        var answer = await team.Owner.PatchAsync($"/projects/{project}", new { name = "Billing", description = (string?)null, timezone = "Europe/Berlin" });

        Assert.Equal(200, answer.Code);
        Assert.Equal(("Billing", "", "Europe/Berlin"), (answer.Text("name"), answer.Text("description"), answer.Text("timezone")));
        Assert.Equal(422, (await team.Owner.PatchAsync($"/projects/{project}", new { name = "" })).Code);
    }

    [Fact]
    public async Task Deleting_deactivates_and_can_be_undone()
    {
        var team = await Team.CreateAsync(server);
        var project = await team.AddProjectAsync();

        var answer = await team.Owner.DeleteAsync($"/projects/{project}");

        Assert.Equal((200, "success"), (answer.Code, answer.Text("status")));
        Assert.False((await team.Owner.GetAsync($"/projects/{project}")).Body.GetProperty("is_active").GetBoolean());
        Assert.Equal(403, (await team.Owner.PostAsync("/switch-project", new { project_id = project })).Code);
        Assert.Equal(200, (await team.Owner.PatchAsync($"/projects/{project}", new { is_active = true })).Code);
        Assert.Equal(200, (await team.Owner.PostAsync("/switch-project", new { project_id = project })).Code);
    }

    [Fact]
    public async Task The_last_active_project_of_the_caller_stays_because_nobody_could_log_in_any_more()
    {
        var team = await Team.CreateAsync(server);

        Assert.Equal(409, (await team.Owner.DeleteAsync(team.Project)).Code);
        Assert.Equal(409, (await team.Owner.PatchAsync(team.Project, new { is_active = false })).Code);
        Assert.Equal(200, (await server.OpenBrowser().LoginAsync(team.OwnerEmail)).Code);
    }

    [Fact]
    public async Task Switching_gives_a_token_and_a_cookie_for_the_other_project_and_refresh_and_login_keep_it()
    {
        var team = await Team.CreateAsync(server);
        var project = await team.AddProjectAsync();

        var answer = await team.Owner.PostAsync("/switch-project", new { project_id = project });

        Assert.Equal(200, answer.Code);
        Assert.Equal(["access_token", "token_type", "project"], answer.Fields());
        Assert.Equal(["id", "name", "slug", "role", "is_active"], answer.Fields("project"));
        Assert.Equal(["access_token"], answer.Cookies.Keys);
        Assert.Equal(answer.Text("access_token"), answer.Cookies["access_token"].Value.ToString());
        Assert.Equal((project, "owner"), ((await team.Owner.CallerAsync()).ProjectId, (await team.Owner.CallerAsync()).ProjectRole));
        await team.Owner.PostAsync("/refresh");
        Assert.Equal(project, (await team.Owner.CallerAsync()).ProjectId);
        Assert.Equal(project, (await server.OpenBrowser().LoginAsync(team.OwnerEmail)).Body.GetProperty("user").GetProperty("current_project_id").GetGuid());
    }

    [Theory]
    [InlineData("""{}""", 422)]
    [InlineData("""{"project_id":"x"}""", 422)]
    [InlineData("""{"project_id":"7d8dbb0e-51a2-4a29-8b0c-8f0a5c2e5b52"}""", 403)]
    [InlineData("""[]""", 400)]
    public async Task Switching_to_nothing_is_refused(string body, int expected)
    {
        var team = await Team.CreateAsync(server);

        Assert.Equal(expected, (await team.Owner.SendAsync(HttpMethod.Post, "/switch-project", body)).Code);
    }
}
