namespace SreCopilot.AuthService.Tests;

public sealed class LogoutAndMeTests(AuthServer server) : IClassFixture<AuthServer>
{
    [Fact]
    public async Task Logout_ends_this_session_on_the_server_and_only_this_one()
    {
        var email = Browser.NewEmail();
        var (here, elsewhere) = (server.OpenBrowser(), server.OpenBrowser());
        await here.RegisterAsync(email);
        await elsewhere.LoginAsync(email);
        var tokens = here.Cookies.ToDictionary();
        here.Cookies.Remove("refresh_token"); // Its path keeps a browser from sending it here.

        var answer = await here.PostAsync("/logout");

        Assert.Equal(200, answer.Code);
        Assert.Equal(["message"], answer.Fields());
        Assert.All(answer.Cookies.Values, cookie => Assert.Equal(("", TimeSpan.Zero), (cookie.Value.ToString(), cookie.MaxAge)));
        Assert.Equal(("/", "/api/v1/auth/refresh"), (answer.Cookies["access_token"].Path.ToString(), answer.Cookies["refresh_token"].Path.ToString()));
        (here.Cookies["access_token"], here.Cookies["refresh_token"]) = (tokens["access_token"], tokens["refresh_token"]);
        Assert.Equal(401, (await here.PostAsync("/refresh")).Code);
        Assert.Equal(401, (await here.GetAsync("/me")).Code);
        Assert.Equal(200, (await elsewhere.PostAsync("/refresh")).Code);
    }

    [Fact]
    public async Task Logout_by_the_refresh_cookie_works_after_the_access_token_ran_out()
    {
        var browser = server.OpenBrowser();
        await browser.RegisterAsync(Browser.NewEmail());
        var refresh = browser.Cookies["refresh_token"];
        browser.Cookies.Remove("access_token");

        Assert.Equal(200, (await browser.PostAsync("/logout")).Code);

        browser.Cookies["refresh_token"] = refresh;
        Assert.Equal(401, (await browser.PostAsync("/refresh")).Code);
    }

    [Fact]
    public async Task Logout_without_a_session_succeeds_too()
    {
        var answer = await server.OpenBrowser().PostAsync("/logout");

        Assert.Equal(200, answer.Code);
        Assert.Equal(["access_token", "refresh_token"], answer.Cookies.Keys.Order());
    }

    [Fact]
    public async Task Me_describes_the_signed_in_user()
    {
        var browser = server.OpenBrowser();
        var registered = await browser.RegisterAsync(Browser.NewEmail());

        var answer = await browser.GetAsync("/me");

        Assert.Equal(200, answer.Code);
        Assert.Equal(
            ["id", "email", "full_name", "role", "tenant_id", "tenant_name", "current_project_id", "current_project_role", "projects"], answer.Fields());
        var user = registered.Body.GetProperty("user");
        Assert.All(user.EnumerateObject(), field => Assert.Equal(field.Value.ToString(), answer.Body.GetProperty(field.Name).ToString()));
        Assert.Equal("owner", answer.Body.GetProperty("current_project_role").GetString());
        Assert.True(answer.Body.GetProperty("projects")[0].GetProperty("is_active").GetBoolean());
    }

    [Fact]
    public async Task Me_is_for_users_only() => Assert.Equal(403, (await server.OpenBrowser().GetAsync("/me")).Code);

    [Theory]
    [InlineData("delete from users where email = '{0}'", 404)]
    [InlineData("update users set is_active = false where email = '{0}'", 401)]
    public async Task Me_of_a_user_who_is_gone_or_disabled_is_refused(string change, int expected)
    {
        var email = Browser.NewEmail();
        var browser = server.OpenBrowser();
        await browser.RegisterAsync(email);
        await server.SqlAsync(change.Replace("{0}", email, StringComparison.Ordinal));

        Assert.Equal(expected, (await browser.GetAsync("/me")).Code);
    }

    [Theory]
    [InlineData("GET", "/register", 405)]
    [InlineData("GET", "/nowhere", 404)]
    public async Task Errors_of_the_framework_have_a_plain_detail_too(string method, string path, int expected)
    {
        var answer = await server.OpenBrowser().SendAsync(new HttpMethod(method), path, null);

        Assert.Equal(expected, answer.Code);
        Assert.NotEmpty(answer.Detail);
    }
}
