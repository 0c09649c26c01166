namespace SreCopilot.AuthService.Tests;

public sealed class ThrottlingTests(AuthServer server) : IClassFixture<AuthServer>
{
    private const string Wrong = "Wrong-horse1!";

    [Fact]
    public async Task After_ten_failures_an_account_is_closed_to_that_address_for_half_a_minute()
    {
        var email = Browser.NewEmail();
        await server.OpenBrowser().RegisterAsync(email);
        var attacker = server.OpenBrowser();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(401, (await attacker.LoginAsync(email, Wrong)).Code);
        }

        var refused = await attacker.LoginAsync(email);

        Assert.Equal((429, TimeSpan.FromSeconds(30)), (refused.Code, refused.RetryAfter));
        Assert.Contains("30 seconds", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(200, (await server.OpenBrowser().LoginAsync(email)).Code);
        server.Advance(refused.RetryAfter!.Value);
        Assert.Equal(200, (await attacker.LoginAsync(email)).Code);
    }

    [Fact]
    public async Task The_right_password_makes_failures_forgotten()
    {
        var email = Browser.NewEmail();
        var browser = server.OpenBrowser();
        await browser.RegisterAsync(email);
        for (var i = 0; i < 25; i++)
        {
            Assert.Equal(i % 5 == 0 ? 200 : 401, (await browser.LoginAsync(email, i % 5 == 0 ? Browser.Password : Wrong)).Code);
        }
    }

    [Fact]
    public async Task Unknown_accounts_are_throttled_like_known_ones()
    {
        var email = Browser.NewEmail();
        var attacker = server.OpenBrowser();

        var codes = await Task.WhenAll(Enumerable.Range(0, 14).Select(async _ => (await attacker.LoginAsync(email, Wrong)).Code));

        Assert.Equal((10, 4), (codes.Count(code => code == 401), codes.Count(code => code == 429)));
    }

    [Fact]
    public async Task Replicas_count_together()
    {
        await server.AddReplicaAsync();
        var email = Browser.NewEmail();
        var (first, second) = (server.OpenBrowser(replica: 0), server.OpenBrowser(replica: 1));
        second.Address = first.Address;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(401, (await first.LoginAsync(email, Wrong)).Code);
            Assert.Equal(401, (await second.LoginAsync(email, Wrong)).Code);
        }

        Assert.Equal(429, (await first.LoginAsync(email, Wrong)).Code);
        Assert.Equal(429, (await second.LoginAsync(email, Wrong)).Code);
    }

    [Fact]
    public async Task One_address_can_register_only_so_many_accounts()
    {
        var browser = server.OpenBrowser();
        browser.Address = "2001:db8:1:2::1";
        var taken = Browser.NewEmail();
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(i == 0 ? 200 : 400, (await browser.RegisterAsync(taken)).Code);
        }

        browser.Address = "2001:db8:1:2::ffff";
        var refused = await browser.RegisterAsync(Browser.NewEmail());
        Assert.Equal((429, TimeSpan.FromSeconds(10)), (refused.Code, refused.RetryAfter));
        Assert.Equal(200, (await server.OpenBrowser().RegisterAsync(Browser.NewEmail())).Code);

        server.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, (await browser.RegisterAsync(Browser.NewEmail())).Code);
    }
}
