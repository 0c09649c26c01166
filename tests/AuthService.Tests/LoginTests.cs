namespace SreCopilot.AuthService.Tests;

public sealed class LoginTests(AuthServer server) : IClassFixture<AuthServer>
{
    [Fact]
    public async Task Signs_in_whatever_the_case_of_the_address()
    {
        var email = Browser.NewEmail();
        var registered = await server.OpenBrowser().RegisterAsync(email);

        var answer = await server.OpenBrowser().LoginAsync($" {email.ToUpperInvariant()} ");

        Assert.Equal(200, answer.Code);
        Assert.Equal(registered.Body.GetProperty("user").ToString(), answer.Body.GetProperty("user").ToString());
        Assert.Equal(["id", "name", "slug", "role", "is_active"], answer.Body.GetProperty("projects")[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(["access_token", "refresh_token"], answer.Cookies.Keys.Order());
    }

    [Fact]
    public async Task Unknown_address_wrong_password_and_disabled_accounts_are_the_same_401()
    {
        var (known, disabledUser, disabledTenant) = (Browser.NewEmail(), Browser.NewEmail(), Browser.NewEmail());
        foreach (var email in new[] { known, disabledUser, disabledTenant })
        {
            await server.OpenBrowser().RegisterAsync(email);
        }

        await server.SqlAsync($"update users set is_active = false where email = '{disabledUser}'");
        await server.SqlAsync($"update tenants set is_active = false where id = (select tenant_id from users where email = '{disabledTenant}')");

        var answers = new[]
        {
            await server.OpenBrowser().LoginAsync(Browser.NewEmail()),
            await server.OpenBrowser().LoginAsync(known, "Wrong-horse1!"),
            await server.OpenBrowser().LoginAsync(disabledUser),
            await server.OpenBrowser().LoginAsync(disabledTenant),
        };

        Assert.All(answers, answer => Assert.Equal(401, answer.Code));
        Assert.Single(answers.Select(answer => answer.Body.ToString()).Distinct());
        Assert.All(answers, answer => Assert.Empty(answer.Cookies));
    }

    [Fact]
    public async Task A_password_counts_to_its_last_byte()
    {
        var email = Browser.NewEmail();
        var password = "Aa1!" + new string('x', 68);
        Assert.Equal(200, (await server.OpenBrowser().RegisterAsync(email, password)).Code);

        Assert.Equal(200, (await server.OpenBrowser().LoginAsync(email, password)).Code);
        Assert.Equal(401, (await server.OpenBrowser().LoginAsync(email, password[..^1])).Code);
        Assert.Equal(401, (await server.OpenBrowser().LoginAsync(email, password + "y")).Code);
    }

    [Theory]
    [InlineData("update projects set is_active = false where tenant_id = (select tenant_id from users where email = '{0}')")]
    [InlineData("delete from project_members where user_id = (select id from users where email = '{0}')")]
    public async Task Without_an_active_project_login_is_403(string change)
    {
        var email = Browser.NewEmail();
        await server.OpenBrowser().RegisterAsync(email);
        await server.SqlAsync(change.Replace("{0}", email, StringComparison.Ordinal));

        Assert.Equal(403, (await server.OpenBrowser().LoginAsync(email)).Code);
    }

    [Fact]
    public async Task Opens_the_project_used_last_and_else_the_oldest_active_one()
    {
        var email = Browser.NewEmail();
        await server.OpenBrowser().RegisterAsync(email);
        var second = (Guid)(await server.SqlAsync($"""
            with p as (insert into projects (tenant_id, name, slug) select tenant_id, 'Second', 'second' from users where email = '{email}' returning id, tenant_id),
              m as (insert into project_members (project_id, user_id, tenant_id, role) select p.id, u.id, p.tenant_id, 'viewer' from p, users u where u.email = '{email}')
            select id from p
            """))!;
        await server.SqlAsync($"update users set current_project_id = '{second}' where email = '{email}'");

        Assert.Equal(second, await LoginProjectAsync());

        await server.SqlAsync($"update projects set is_active = false where id = '{second}'");
        Assert.NotEqual(second, await LoginProjectAsync());

        async Task<Guid> LoginProjectAsync() =>
            (await server.OpenBrowser().LoginAsync(email)).Body.GetProperty("user").GetProperty("current_project_id").GetGuid();
    }

    [Theory]
    [InlineData("{}", "email: ")]
    [InlineData("""{"email":"x","password":"y"}""", "email: ")]
    [InlineData("""{"email":"a@acme.io"}""", "password: ")]
    public async Task A_body_that_breaks_a_rule_is_422(string body, string detail)
    {
        var answer = await server.OpenBrowser().SendAsync(HttpMethod.Post, "/login", body);

        Assert.Equal(422, answer.Code);
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
    }
}
