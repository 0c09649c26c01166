using System.Net;
using System.Net.Sockets;

namespace OfflineHosting.Orchestration.Tests;

public sealed class AppHostProcessTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task However_the_AppHost_ends_nothing_of_it_is_left(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var port = TestPort.Free();
        await using var appHost = new AppHostProcess($"FrontendPort={port}");
        await WaitForFrontendAsync(port);
        await appHost.WaitForOutputAsync("Login to the dashboard at http://localhost:");
        Assert.True(appHost.Processes().Count >= 6, "AppHost, two of DCP, dashboard, two services");

        appHost.Signal(signal);
        var exitCode = await appHost.WaitForExitAsync(Cancelled);
        Assert.Equal(signal == "KILL" ? 137 : 0, exitCode);
        await appHost.WaitUntilNothingIsLeftAsync();
    }

    [Fact]
    public async Task Secrets_reach_the_resources_that_refer_to_them_and_no_command_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var port = TestPort.Free();
        await using var appHost = new AppHostProcess($"FrontendPort={port}");
        await WaitForFrontendAsync(port);
        await appHost.WaitForOutputAsync("Login to the dashboard at http://localhost:");

        Assert.DoesNotContain(appHost.Processes().Values, line => line.Contains(AppHostProcess.Secret, StringComparison.Ordinal) || line.Contains(TestApplication.BrowserToken, StringComparison.Ordinal));
        Assert.DoesNotContain(AppHostProcess.Secret, appHost.Output, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        var backend = await client.GetStringAsync(new Uri("/environment/services__backend__http__0", UriKind.Relative), Cancelled);
        Assert.Equal(AppHostProcess.Secret, await client.GetStringAsync(new Uri($"{backend}/environment/KEY"), Cancelled));
        foreach (var hidden in new[] { "KEY", "Parameters__key", "ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN" })
        {
            using var response = await client.GetAsync(new Uri($"/environment/{hidden}", UriKind.Relative), Cancelled);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_before_anything_starts()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var appHost = new AppHostProcess($"FrontendPort={port}");

        Assert.Equal(1, await appHost.WaitForExitAsync(Cancelled));
        Assert.Contains($"port {port} (frontend, endpoint http) is already in use by ", appHost.Output, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains($"(process {Environment.ProcessId})", appHost.Output, StringComparison.Ordinal);
            Assert.Empty(appHost.Processes());
        }

        Assert.DoesNotContain("   at ", appHost.Output, StringComparison.Ordinal);
    }

    private static async Task WaitForFrontendAsync(int port)
    {
        using var client = new HttpClient();
        await Wait.UntilAsync(async () =>
        {
            try
            {
                using var response = await client.GetAsync(new Uri($"http://localhost:{port}/health"), Cancelled);
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }
}
