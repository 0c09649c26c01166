using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>
/// Attempts to have the platform call the inside of its own network. Here only 127.0.0.2 is allowed, so 127.0.0.1 stands for a
/// service inside: it must never be asked.
/// </summary>
public sealed class ForbiddenAddressTests(GuardedServer server) : IClassFixture<GuardedServer>
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f000001:{0}/")]
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://0:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::ffff:7f00:1]:{0}/")]
    [InlineData("http://[64:ff9b::7f00:1]:{0}/")]
    [InlineData("http://[2002:7f00:1::]:{0}/")]
    [InlineData("http://[fe80::1]:{0}/")]
    [InlineData("http://[fc00::1]:{0}/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("tcp://127.0.0.1:{0}")]
    [InlineData("tls://[::1]:{0}")]
    [InlineData("ping://127.0.0.1")]
    [InlineData("ping://2130706433")]
    [InlineData("ping://::1")]
    public async Task An_address_inside_is_refused_however_it_is_written(string url)
    {
        await using var inside = await TestBackend.StartAsync();
        var project = server.NewProject();
        var full = string.Format(null, url, new Uri(inside.Address).Port);

        var answer = await project.Engineer.PostAsync("/monitors", TestMonitors.Body(full, TypeOf(url)));

        Assert.Equal(400, answer.Code);
        Assert.StartsWith("url:", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, (await project.Viewer.GetAsync("/monitors")).Total);

        // Even if it got into the database, which it may have when the operator allowed it once.
        var result = await RunStoredAsync(project, full, TypeOf(url));
        Assert.True(result.Text("failure") is "refused" or "bad_address", result.ToString());
        Assert.False(result.Succeeded());
        Assert.Empty(inside.Received);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.2/")]
    [InlineData("gopher://127.0.0.2:70/")]
    [InlineData("dict://127.0.0.2:11211/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://user:password@127.0.0.2/")]
    [InlineData("http:///etc/passwd")]
    [InlineData("//127.0.0.2/")]
    [InlineData("http://127.0.0.2/ HTTP/1.1\r\nX: y")]
    public async Task Other_schemes_are_refused_and_recorded(string url)
    {
        var project = server.NewProject();

        Assert.Equal(400, (await project.Engineer.PostAsync("/monitors", TestMonitors.Body(url))).Code);

        var result = await RunStoredAsync(project, url, "api_test");
        Assert.Equal((false, "bad_address"), (result.Succeeded(), result.Text("failure")));
        Assert.NotEmpty(result.Text("error_message")!);
        Assert.Equal(result.ToString(), (await project.Viewer.GetAsync($"/monitors/{result.Text("monitor_id")}/results"))["items"][0].ToString());
    }

    // As after DNS rebinding: when the monitor was made, the name was just a name.
    [Theory]
    [InlineData("http://localhost:{0}/", "api_test")]
    [InlineData("tcp://localhost:{0}", "tcp")]
    [InlineData("ping://localhost", "ping")]
    public async Task A_name_that_leads_inside_is_refused_when_it_is_called_and_recorded(string url, string type)
    {
        await using var inside = await TestBackend.StartAsync();
        var project = server.NewProject();

        var result = await project.TryAsync(TestMonitors.Body(string.Format(null, url, new Uri(inside.Address).Port), type));

        Assert.Equal((false, "refused"), (result.Succeeded(), result.Text("failure")));
        Assert.Contains("private network", result.Text("error_message"), StringComparison.Ordinal);
        Assert.Empty(inside.Received);
        Assert.Equal(1, (await project.Viewer.GetAsync($"/monitors/{result.Text("monitor_id")}/results")).Number("total"));
        Assert.Equal(1L, await server.SqlAsync($"select count(*) from audit_outbox where entry::text like '%monitor.address_refused%{result.Text("monitor_id")}%'"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/", "refused")]
    [InlineData("http://localhost:{0}/", "refused")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/", "refused")]
    [InlineData("http://2130706433:{0}/", "refused")]
    [InlineData("file:///etc/passwd", "bad_redirect")]
    [InlineData("gopher://127.0.0.1:{0}/", "bad_redirect")]
    public async Task A_redirect_to_the_inside_is_refused(string target, string failure)
    {
        await using var inside = await TestBackend.StartAsync();
        using var listener = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        listener.Start();
        var answering = AnswerAsync(listener, string.Format(null, target, new Uri(inside.Address).Port));

        var result = await server.NewProject().TryAsync(TestMonitors.Body($"http://127.0.0.2:{((IPEndPoint)listener.LocalEndpoint).Port}/"));

        await answering;
        Assert.Equal((false, failure), (result.Succeeded(), result.Text("failure")));
        Assert.Empty(inside.Received);
    }

    [Fact]
    public async Task A_change_to_the_inside_is_refused_too()
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(TestMonitors.Body("https://shop.example/"));

        Assert.Equal(400, (await project.Engineer.PutAsync($"/monitors/{id}", new { url = "http://127.0.0.1/" })).Code);
        Assert.Equal(400, (await project.Engineer.PutAsync($"/monitors/{id}", new { type = "tcp", url = "tcp://127.0.0.1:6379" })).Code);
        Assert.Equal("https://shop.example/", (await project.Viewer.GetAsync($"/monitors/{id}")).Text("url"));
    }

    private async Task<System.Text.Json.JsonElement> RunStoredAsync(TestProject project, string url, string type)
    {
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = "https://shop.example/", frequency_seconds = 60, enabled = false });
        await server.SqlAsync($"update monitors set type = '{type}', url = '{url.Replace("'", "''", StringComparison.Ordinal)}' where id = '{id}'");
        var answer = await project.Engineer.PostAsync($"/monitors/{id}/run", new { });
        Assert.Equal(200, answer.Code);
        return answer.Body;
    }

    private static string TypeOf(string url) => url.Split(':')[0] switch { "tcp" or "tls" => "tcp", "ping" => "ping", _ => "api_test" };

    private static async Task AnswerAsync(TcpListener listener, string target)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[4096], 1, cancellationToken: TestContext.Current.CancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"), TestContext.Current.CancellationToken);
    }
}
