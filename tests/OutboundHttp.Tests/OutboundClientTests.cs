using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SreCopilot.OutboundHttp.Tests;

/// <summary>The guarded client against real servers on loopback.</summary>
public sealed class OutboundClientTests
{
    [Fact]
    public async Task Allowed_address_is_called_and_the_whole_answer_read()
    {
        await using var server = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 418;
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync("tea");
        });

        var (response, fault) = await GetAsync(server.Address + "/x?y=1", "127.0.0.0/8");

        Assert.Null(fault);
        Assert.Equal((418, "text/plain", "tea", false), ((int)response!.Status, response.ContentType, Encoding.UTF8.GetString(response.Body), response.IsSuccess));
        Assert.Equal("/x?y=1", server.OnlyRequest().Target);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://0:{0}/")]
    public async Task Address_inside_is_refused_however_it_is_written(string url)
    {
        await using var server = await TestBackend.StartAsync();

        var (response, fault) = await GetAsync(string.Format(null, url, new Uri(server.Address).Port));

        Assert.Null(response);
        Assert.Equal(OutboundFault.Refused, fault);
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("http://user:password@example.com/")]
    public async Task Other_schemes_and_user_names_are_refused(string url) =>
        Assert.Equal(OutboundFault.BadAddress, (await GetAsync(url, "0.0.0.0/0")).Fault);

    [Fact]
    public async Task Redirect_is_checked_like_any_address()
    {
        await using var inside = await TestBackend.StartAsync();
        var port = new Uri(inside.Address).Port;
        // 127.0.0.2 is allowed and sends the platform to 127.0.0.1, which is not.
        using var outside = new HttpListenerStub($"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/secret\r\nContent-Length: 0\r\n\r\n");

        var (response, fault) = await GetAsync(outside.Address, "127.0.0.2/32");

        Assert.Null(response);
        Assert.Equal(OutboundFault.Refused, fault);
        Assert.Empty(inside.Received);
    }

    [Fact]
    public async Task Credentials_stay_with_their_origin()
    {
        await using var other = await TestBackend.StartAsync();
        await using var first = await TestBackend.StartAsync(context =>
        {
            context.Response.Redirect(context.Request.Path == "/start" ? "/same" : other.Address + "/away");
            return Task.CompletedTask;
        });

        using var request = new HttpRequestMessage(HttpMethod.Get, first.Address + "/start");
        request.Headers.TryAddWithoutValidation("api-key", "secret");
        var (response, _) = await Client("127.0.0.0/8").SendAsync(request, OutboundLimits.Probe, TestContext.Current.CancellationToken);

        Assert.True(response!.IsSuccess);
        Assert.Equal(["secret", "secret"], first.Received.Select(one => one.Headers["api-key"]));
        Assert.DoesNotContain("api-key", other.OnlyRequest().Headers.Keys);
    }

    [Fact]
    public async Task Circle_ends()
    {
        await using var server = await TestBackend.StartAsync(context =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        });

        Assert.Equal(OutboundFault.BadRedirect, (await GetAsync(server.Address, "127.0.0.0/8")).Fault);
        Assert.Equal(4, server.Received.Count);
    }

    [Fact]
    public async Task Post_is_not_repeated_elsewhere()
    {
        await using var server = await TestBackend.StartAsync(context =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        });

        using var request = new HttpRequestMessage(HttpMethod.Post, server.Address) { Content = new StringContent("secret") };
        var (response, _) = await Client("127.0.0.0/8").SendAsync(request, OutboundLimits.Probe, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Found, response!.Status);
        Assert.Single(server.Received);
    }

    [Theory]
    [InlineData(1000, null)]
    [InlineData(1001, OutboundFault.TooLarge)]
    [InlineData(50_000_000, OutboundFault.TooLarge)]
    public async Task Size_is_bounded(int bytes, OutboundFault? expected)
    {
        await using var server = await TestBackend.StartAsync(async context =>
        {
            var piece = new byte[1000];
            for (var sent = 0; sent < bytes && !context.RequestAborted.IsCancellationRequested; sent += piece.Length)
            {
                await context.Response.Body.WriteAsync(piece.AsMemory(0, Math.Min(piece.Length, bytes - sent)), context.RequestAborted);
            }
        });

        Assert.Equal(expected, (await GetAsync(server.Address, "127.0.0.0/8", new OutboundLimits(TimeSpan.FromSeconds(30), 1000))).Fault);
    }

    [Fact]
    public async Task Packed_answer_counts_unpacked()
    {
        await using var server = await TestBackend.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
            await gzip.WriteAsync(new byte[10_000_000]);
        });

        Assert.Equal(OutboundFault.TooLarge, (await GetAsync(server.Address, "127.0.0.0/8")).Fault);
    }

    [Fact]
    public async Task Time_is_bounded()
    {
        await using var server = await TestBackend.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        Assert.Equal(OutboundFault.TimedOut, (await GetAsync(server.Address, "127.0.0.0/8", new OutboundLimits(TimeSpan.FromMilliseconds(200), 1000))).Fault);
    }

    [Fact]
    public async Task Nobody_there_and_no_such_name_are_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal(OutboundFault.Unreachable, (await GetAsync($"http://127.0.0.1:{port}/", "127.0.0.0/8")).Fault);
        Assert.Equal(OutboundFault.Unreachable, (await GetAsync("http://no-such-host.invalid/")).Fault);
    }

    [Fact]
    public async Task Raw_connections_are_guarded_too()
    {
        await using var server = await TestBackend.StartAsync();
        var port = new Uri(server.Address).Port;

        var refused = await new GuardedConnector(AddressGuardTests.Guard()).ConnectAsync("localhost", port, TestContext.Current.CancellationToken);
        var (connection, fault) = await new GuardedConnector(AddressGuardTests.Guard("127.0.0.0/8")).ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);

        Assert.Equal((null, OutboundFault.Refused), refused);
        Assert.Null(fault);
        await connection!.DisposeAsync();
        Assert.Equal(OutboundFault.Refused, (await new GuardedConnector(AddressGuardTests.Guard()).ResolveAsync("127.0.0.1", TestContext.Current.CancellationToken)).Fault);
    }

    private static OutboundClient Client(params string[] networks) =>
        new(new GuardedConnector(AddressGuardTests.Guard(networks)), new CertificateTrust(Options.Create(new OutboundOptions())), TimeProvider.System);

    private static Task<OutboundResult> GetAsync(string url, string? network = null, OutboundLimits? limits = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url));
        return Client(network is null ? [] : [network]).SendAsync(request, limits ?? OutboundLimits.Probe, TestContext.Current.CancellationToken);
    }
}
