using SreCopilot.PostgresFixture;

namespace SreCopilot.AuthService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_are_a_clear_503_and_work_again_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new AuthServer(postgres);
        await server.InitializeAsync();
        var browser = server.OpenBrowser();
        var email = Browser.NewEmail();
        await browser.RegisterAsync(email);

        await postgres.StopAsync();

        foreach (var answer in new[]
        {
            await server.OpenBrowser().LoginAsync(email), await server.OpenBrowser().RegisterAsync(Browser.NewEmail()),
            await browser.PostAsync("/refresh"), await browser.GetAsync("/me"), await browser.PostAsync("/logout"),
        })
        {
            Assert.Equal((503, "service_unavailable"), (answer.Code, answer.Body.GetProperty("error").GetString()));
            Assert.NotNull(answer.RetryAfter);
            Assert.Empty(answer.Cookies);
        }

        Assert.Equal(503, (await browser.GetAsync("/health")).Code);
        Assert.Equal(200, (await browser.GetAsync("/alive")).Code);

        await postgres.StartAsync();

        Assert.Equal(200, (await server.OpenBrowser().LoginAsync(email)).Code);
        Assert.Equal(200, (await browser.PostAsync("/refresh")).Code);
        Assert.Equal(200, (await browser.GetAsync("/health")).Code);
    }
}
