using SreCopilot.Identity;

namespace SreCopilot.AuthService.Tests;

/// <summary>The table of docs/security.md: it names every endpoint, and every line is tried as every kind of caller.</summary>
public sealed class RoleMatrixTests(AuthServer server) : IClassFixture<AuthServer>
{
    // Whom a cell of the last column lets in.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["signed-in user"] = ["owner", "admin", "engineer", "viewer", "non-member", "tenant admin", "other tenant"],
        ["tenant administrator"] = ["tenant admin", "other tenant"],
        ["viewer and above"] = ["owner", "admin", "engineer", "viewer"],
        ["engineer and above"] = ["owner", "admin", "engineer"],
        ["admin and above"] = ["owner", "admin"],
        ["owner"] = ["owner"],
        ["service"] = ["service"],
    };

    [Fact]
    public async Task Every_line_of_the_table_is_what_the_service_does()
    {
        var lines = await Documents.ReadRoleTableAsync("auth-service");
        var operations = await server.ListOperationsAsync();
        Assert.Equal(
            operations.Select(operation => $"{operation.Name}: {operation.Method} {operation.Path}").Order(),
            lines.Select(line => $"{line.Name}: {line.Endpoint}").Order());

        var team = await Team.CreateAsync(server);
        var personas = await CreatePersonasAsync(team);
        var tried = 0;
        foreach (var (operation, who) in operations.Join(lines, operation => operation.Name, line => line.Name, (operation, line) => (operation, line.Who)))
        {
            if (who == "anyone")
            {
                Assert.NotEqual(403, (await CallAsync(server.OpenBrowser(), operation, team)).Code);
                continue;
            }

            var allowed = Allowed[who];
            foreach (var (name, browser) in personas)
            {
                var answer = await CallAsync(browser, operation, team);
                // The key in question is refused with 401, too.
                var wasAllowed = answer.Code is not (401 or 403) || (answer.Code == 401 && answer.Detail.StartsWith("The API key", StringComparison.Ordinal));
                Assert.True(allowed.Contains(name) == wasAllowed, $"{operation.Name} as {name}: {answer.Code}, but the table says: {who}");
                tried++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} pairs of endpoint and caller");
    }

    private async Task<Dictionary<string, Browser>> CreatePersonasAsync(Team team)
    {
        var project = await team.AddProjectAsync();
        var (nonMember, tenantAdmin) = (await team.AddUserAsync(), await team.AddUserAsync("admin"));
        foreach (var (_, email) in new[] { nonMember, tenantAdmin })
        {
            await team.Owner.PostAsync($"/projects/{project}/members", new { user_email = email, role = "owner" });
        }

        return new()
        {
            ["owner"] = (await team.AddMemberAsync("owner")).Browser,
            ["admin"] = (await team.AddMemberAsync("admin")).Browser,
            ["engineer"] = (await team.AddMemberAsync("engineer")).Browser,
            ["viewer"] = (await team.AddMemberAsync("viewer")).Browser,
            ["non-member"] = await SignInAsync(nonMember.Email),
            ["tenant admin"] = await SignInAsync(tenantAdmin.Email),
            ["other tenant"] = (await Team.CreateAsync(server)).Owner,
            ["anonymous"] = server.OpenBrowser(),
            ["API key"] = server.OpenAs(new Caller { Kind = CallerKind.ApiKey, TenantId = team.TenantId, ProjectId = team.ProjectId, Scopes = ApiKeyScopes.All }),
            ["service"] = server.OpenService(),
        };
    }

    private async Task<Browser> SignInAsync(string email)
    {
        var browser = server.OpenBrowser();
        Assert.Equal(200, (await browser.LoginAsync(email)).Code);
        return browser;
    }

    // Harmless: things that do not exist, and bodies that say nothing.
    private static Task<Answer> CallAsync(Browser browser, Operation operation, Team team) => browser.SendAsync(
        operation.Method,
        operation.Fill(name => (name == "project_id" ? team.ProjectId : Guid.NewGuid()).ToString()),
        operation.BodyFields is null ? null : "{}");
}
