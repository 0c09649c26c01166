using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SreCopilot.Identity;

namespace SreCopilot.AuthService.Tests;

public sealed class RefreshTests(AuthServer server) : IClassFixture<AuthServer>
{
    private static readonly TimeSpan AfterGrace = TimeSpan.FromSeconds(11);

    [Fact]
    public async Task Exchanges_the_cookie_for_new_tokens()
    {
        var browser = await SignInAsync();
        var before = browser.Cookies.ToDictionary();

        var answer = await browser.PostAsync("/refresh");

        Assert.Equal(200, answer.Code);
        Assert.Equal(["access_token", "token_type", "message"], answer.Fields());
        Assert.Equal(answer.Cookies["access_token"].Value.ToString(), answer.Body.GetProperty("access_token").GetString());
        Assert.NotEqual(before["access_token"], browser.Cookies["access_token"]);
        Assert.NotEqual(before["refresh_token"], browser.Cookies["refresh_token"]);
        Assert.Equal(200, (await browser.GetAsync("/me")).Code);
    }

    [Fact]
    public async Task Works_after_the_access_token_ran_out_and_again_and_again()
    {
        var browser = await SignInAsync();
        for (var day = 0; day < 10; day++)
        {
            server.Advance(TimeSpan.FromDays(1));
            Assert.Equal(200, (await browser.PostAsync("/refresh")).Code);
        }
    }

    [Fact]
    public async Task A_used_token_that_comes_back_ends_the_session_for_both_sides()
    {
        var browser = await SignInAsync();
        var thief = server.OpenBrowser();
        thief.Cookies["refresh_token"] = browser.Cookies["refresh_token"];
        await browser.PostAsync("/refresh");
        server.Advance(AfterGrace);

        Assert.Equal(401, (await thief.PostAsync("/refresh")).Code);

        Assert.Equal(401, (await browser.PostAsync("/refresh")).Code);
        Assert.Equal(401, (await browser.GetAsync("/me")).Code);
        Assert.Equal("token_reuse", await server.SqlAsync($"select revoked_because from sessions where user_id = '{UserOf(browser)}'"));
    }

    [Fact]
    public async Task Tabs_that_refresh_at_once_get_the_same_successor()
    {
        var browser = await SignInAsync();
        var tabs = Enumerable.Range(0, 5).Select(_ => server.OpenBrowser()).ToList();
        tabs.ForEach(tab => tab.Cookies["refresh_token"] = browser.Cookies["refresh_token"]);

        var answers = await Task.WhenAll(tabs.Select(tab => tab.PostAsync("/refresh")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        var successor = Assert.Single(tabs.Select(tab => tab.Cookies["refresh_token"]).Distinct());
        server.Advance(AfterGrace);
        browser.Cookies["refresh_token"] = successor;
        Assert.Equal(200, (await browser.PostAsync("/refresh")).Code);
    }

    [Fact]
    public async Task Keeps_the_project_that_was_switched_to()
    {
        var browser = await SignInAsync();
        var user = UserOf(browser);
        var second = await server.SqlAsync($"""
            with p as (insert into projects (tenant_id, name, slug) select tenant_id, 'Second', 'second' from users where id = '{user}' returning id, tenant_id),
              m as (insert into project_members (project_id, user_id, tenant_id, role) select p.id, '{user}', p.tenant_id, 'viewer' from p)
            select id from p
            """);
        await server.SqlAsync($"update sessions set project_id = '{second}' where user_id = '{user}'");

        await browser.PostAsync("/refresh");

        var token = new JsonWebToken(browser.Cookies["access_token"]);
        Assert.Equal((second!.ToString(), "viewer"), (token.GetClaim("project_id").Value, token.GetClaim("project_role").Value));
    }

    [Fact]
    public async Task A_token_that_is_missing_broken_forged_or_of_another_kind_is_401()
    {
        var browser = await SignInAsync();
        var genuine = new JsonWebToken(browser.Cookies["refresh_token"]);
        var forged = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = genuine.Claims.ToDictionary(claim => claim.Type, claim => (object)claim.Value),
            Expires = genuine.ValidTo,
            SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes("somebody else's key of 32 bytes or more")), "HS256"),
        });
        var unsigned = Base64UrlEncoder.Encode("""{"alg":"none"}""") + "." + genuine.EncodedPayload + ".";
        var noSession = server.Services.GetRequiredService<AccessTokens>().Sign(
            "refresh", new Dictionary<string, object> { ["sub"] = UserOf(browser), ["jti"] = "short" }, DateTimeOffset.UtcNow.AddYears(1));

        foreach (var cookie in new[] { "", "garbage", "a.b.c", forged, unsigned, noSession, browser.Cookies["access_token"] })
        {
            var visitor = server.OpenBrowser();
            visitor.Cookies["refresh_token"] = cookie;
            Assert.Equal(401, (await visitor.PostAsync("/refresh")).Code);
        }

        Assert.Equal(401, (await server.OpenBrowser().PostAsync("/refresh")).Code);
        Assert.Equal(200, (await browser.PostAsync("/refresh")).Code);
    }

    [Fact]
    public async Task A_session_that_was_not_used_for_seven_days_is_over_and_cleaned_up()
    {
        var browser = await SignInAsync();
        server.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));

        Assert.Equal(401, (await browser.PostAsync("/refresh")).Code);
        server.Advance(TimeSpan.FromHours(1));
        while (await server.SqlAsync($"select count(*) from sessions where user_id = '{UserOf(browser)}'") is not 0L)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    [Theory]
    [InlineData("update users set is_active = false where id = '{0}'", 401)]
    [InlineData("delete from users where id = '{0}'", 404)]
    [InlineData("delete from sessions where user_id = '{0}'", 401)]
    [InlineData("delete from project_members where user_id = '{0}'", 403)]
    public async Task What_happened_to_the_user_since_counts(string change, int expected)
    {
        var browser = await SignInAsync();
        await server.SqlAsync(change.Replace("{0}", UserOf(browser), StringComparison.Ordinal));

        Assert.Equal(expected, (await browser.PostAsync("/refresh")).Code);
    }

    private static string UserOf(Browser browser) => new JsonWebToken(browser.Cookies["refresh_token"]).Subject;

    private async Task<Browser> SignInAsync()
    {
        var browser = server.OpenBrowser();
        await browser.RegisterAsync(Browser.NewEmail());
        return browser;
    }
}
