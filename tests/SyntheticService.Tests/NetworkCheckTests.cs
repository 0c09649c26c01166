using System.Net;
using System.Net.Sockets;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>TCP monitors and pings.</summary>
public sealed class NetworkCheckTests(SyntheticServer server) : IClassFixture<SyntheticServer>
{
    [Fact]
    public async Task A_port_is_open_or_not()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var project = server.NewProject();

        var open = await project.TryAsync(TestMonitors.Body($"tcp://127.0.0.1:{port}", "tcp", "response_time_ms < 600000"));
        Assert.True(open.Succeeded(), open.ToString());
        Assert.True(open.GetProperty("connect_ms").GetDouble() >= 0);

        listener.Stop();
        Assert.Equal("connect", (await project.TryAsync(TestMonitors.Body($"127.0.0.1:{port}", "tcp"))).Text("failure"));
    }

    [Fact]
    public async Task A_ping_is_answered_or_says_that_it_is_not_permitted()
    {
        var result = await server.NewProject().TryAsync(TestMonitors.Body("127.0.0.1", "ping"));

        if (CanPing())
        {
            Assert.True(result.Succeeded(), result.ToString());
        }
        else
        {
            Assert.Equal((false, "not_permitted"), (result.Succeeded(), result.Text("failure")));
            Assert.Contains("ICMP is not permitted", result.Text("error_message"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_ping_with_a_port_finds_the_host_in_any_case()
    {
        await using var target = await TestBackend.StartAsync();

        var result = await server.NewProject().TryAsync(TestMonitors.Body(target.Address, "ping"));

        Assert.True(result.Succeeded(), result.ToString());
        Assert.Equal(!CanPing(), result.Text("error_message")?.Contains("ICMP is not permitted", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("tcp", "tcp://shop.example")]
    [InlineData("tcp", "http://shop.example:80")]
    [InlineData("tcp", "shop.example:99999")]
    [InlineData("ping", "tcp://shop.example:1")]
    [InlineData("ping", "ping://user@shop.example")]
    [InlineData("api_test", "shop.example")]
    public async Task An_address_that_does_not_fit_the_type_is_refused(string type, string url) =>
        Assert.StartsWith("url:", (await server.NewProject().Engineer.PostAsync("/monitors", TestMonitors.Body(url, type))).Detail, StringComparison.Ordinal);

    private static bool CanPing()
    {
        foreach (var type in new[] { SocketType.Dgram, SocketType.Raw })
        {
            try
            {
                new Socket(AddressFamily.InterNetwork, type, ProtocolType.Icmp).Dispose();
                return true;
            }
            catch (SocketException)
            {
                // The next kind.
            }
        }

        return false;
    }
}
