using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>HTTP monitors against real servers.</summary>
public sealed class HttpCheckTests(SyntheticServer server) : IClassFixture<SyntheticServer>
{
    private const string Json = """{"state":"up","items":[{"id":7,"two words":"a b","none":null}],"n":1.50}""";

    private static readonly string[] RedirectIsThere = ["status_code == 302", "header.location == /there"];

    [Fact]
    public async Task A_success_has_its_phases()
    {
        await using var target = await TestBackend.StartAsync();

        var result = await server.NewProject().TryAsync(TestMonitors.Body(target.Address + "/health?x=1", assertions: "status_code == 200"));

        Assert.True(result.Succeeded(), result.ToString());
        Assert.Equal((200, 1, 1, 1), (Number("status_code"), Number("assertions_passed"), Number("assertions_total"), Number("attempts")));
        Assert.Equal(("manual", false), (result.Text("trigger"), result.GetProperty("counted").GetBoolean()));
        Assert.All(["dns_ms", "connect_ms", "first_byte_ms"], phase => Assert.True(result.GetProperty(phase).GetDouble() >= 0));
        Assert.Equal(JsonValueKind.Null, result.GetProperty("tls_ms").ValueKind);
        Assert.Equal("/health?x=1", target.OnlyRequest().Target);

        int Number(string field) => result.GetProperty(field).GetInt32();
    }

    [Fact]
    public async Task Method_headers_and_body_are_sent()
    {
        await using var target = await TestBackend.StartAsync();

        await server.NewProject().TryAsync(new
        {
            name = "n", type = "api_test", url = target.Address, frequency_seconds = 60, method = "POST", body = "<a/>",
            headers = new Dictionary<string, string> { ["Content-Type"] = "application/xml", ["User-Agent"] = "me", ["X-A"] = "b", ["ETag"] = "x", ["Allow"] = "y" },
        });

        var request = target.OnlyRequest();
        Assert.Equal(("POST", "<a/>", "application/xml", "me", "b"), (request.Method, request.Body, request.Headers["Content-Type"], request.Headers["User-Agent"], request.Headers["X-A"]));
        Assert.DoesNotContain("traceparent", request.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("status_code == 201")]
    [InlineData("status != 200")]
    [InlineData("status_code < 300")]
    [InlineData("response_time_ms < 600000")]
    [InlineData("header.content-type contains json")]
    [InlineData("header[X-Test] == \"a b\"")]
    [InlineData("header.x-other not exists")]
    [InlineData("body contains \"state\":\"up\"")]
    [InlineData("body not contains down")]
    [InlineData("body matches ^\\{.*\"n\":1\\.5")]
    [InlineData("body not matches ^x")]
    [InlineData("$.state == up")]
    [InlineData("json.state == up")]
    [InlineData("$.items[0].id >= 7")]
    [InlineData("$.items[0]['two words'] == 'a b'")]
    [InlineData("$.n == 1.5")]
    [InlineData("$.items[0].none == null")]
    [InlineData("$.items[1] not exists")]
    [InlineData("$.items exists")]
    public async Task An_assertion_that_holds(string assertion) => Assert.True((await AnswerAsync(assertion)).Succeeded());

    [Theory]
    [InlineData("status_code == 200", "it is 201")]
    [InlineData("response_time_ms < 0", "it is")]
    [InlineData("header.content-type == text/html", "it is application/json")]
    [InlineData("header.x-other exists", "there is none")]
    [InlineData("body contains down", "it is {")]
    [InlineData("body matches ^x", "it is {")]
    [InlineData("$.state == down", "it is up")]
    [InlineData("$.items[1].id == 1", "there is none")]
    [InlineData("$.state > 1", "it is up")]
    [InlineData("certificate_days_left > 0", "there is none")]
    public async Task An_assertion_that_does_not_hold_says_what_is_there(string assertion, string words)
    {
        var result = await AnswerAsync(assertion);

        Assert.Equal((false, "assertion"), (result.Succeeded(), result.Text("failure")));
        Assert.StartsWith(assertion, result.Text("error_message"), StringComparison.Ordinal);
        Assert.Contains(words, result.Text("error_message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_that_never_ends_is_stopped()
    {
        await using var target = await TestBackend.StartAsync(context => context.Response.WriteAsync(new string('a', 50_000) + "b"));

        var result = await server.NewProject().TryAsync(TestMonitors.Body(target.Address, assertions: "body matches ^(a+)+$"));

        Assert.Contains("takes too long", result.Text("error_message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(399, true)]
    [InlineData(400, false)]
    [InlineData(503, false)]
    public async Task Without_assertions_the_status_decides(int status, bool success)
    {
        await using var target = await TestBackend.StartAsync(context => Answer(context, status));

        var result = await server.NewProject().TryAsync(TestMonitors.Body(target.Address));

        Assert.Equal((success, success ? null : "status"), (result.Succeeded(), result.Text("failure")));
    }

    [Fact]
    public async Task An_assertion_about_the_status_has_the_last_word_and_one_about_the_body_has_not()
    {
        await using var target = await TestBackend.StartAsync(context => Answer(context, 404));

        Assert.True((await server.NewProject().TryAsync(TestMonitors.Body(target.Address, assertions: "status_code == 404"))).Succeeded());
        Assert.False((await server.NewProject().TryAsync(TestMonitors.Body(target.Address, assertions: "body not contains x"))).Succeeded());
    }

    [Fact]
    public async Task Redirects_are_followed_or_not()
    {
        await using var target = await TestBackend.StartAsync(context => context.Request.Path == "/" ? Redirect(context, "/there") : context.Response.WriteAsync("there"));
        var project = server.NewProject();

        Assert.True((await project.TryAsync(TestMonitors.Body(target.Address, assertions: "body == there"))).Succeeded());
        Assert.True((await project.TryAsync(new { name = "n", type = "api_test", url = target.Address, frequency_seconds = 60, follow_redirects = false, assertions = RedirectIsThere })).Succeeded());
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        await using var target = await TestBackend.StartAsync(context => Redirect(context, "/again"));

        Assert.Equal("bad_redirect", (await server.NewProject().TryAsync(TestMonitors.Body(target.Address))).Text("failure"));
        Assert.Equal(4, target.Received.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_costs_the_timeout()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var result = await server.NewProject().TryAsync(new { name = "n", type = "api_test", url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", frequency_seconds = 60, timeout_seconds = 1 });

        Assert.Equal((false, "timeout", "Not done after 1 s: no answer came."), (result.Succeeded(), result.Text("failure"), result.Text("error_message")));
    }

    [Fact]
    public async Task A_port_where_nobody_is_and_a_name_that_nobody_has()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var project = server.NewProject();

        Assert.Equal("connect", (await project.TryAsync(TestMonitors.Body($"http://127.0.0.1:{port}/"))).Text("failure"));
        Assert.Equal("dns", (await project.TryAsync(TestMonitors.Body("http://nobody.invalid/"))).Text("failure"));
        Assert.False((await project.TryAsync(TestMonitors.Body("http://xn--/"))).Succeeded());
    }

    [Fact]
    public async Task An_endless_answer_is_cut_and_a_cut_one_is_no_json()
    {
        await using var target = await TestBackend.StartAsync(async context =>
        {
            try
            {
                while (true)
                {
                    await context.Response.WriteAsync(new string('x', 100_000), context.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // The service has seen enough.
            }
        });

        Assert.True((await server.NewProject().TryAsync(TestMonitors.Body(target.Address, assertions: ["body matches ^x{100}", "$.a not exists"]))).Succeeded());
    }

    private async Task<JsonElement> AnswerAsync(string assertion)
    {
        await using var target = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 201;
            context.Response.ContentType = "application/json";
            context.Response.Headers["X-Test"] = "a b";
            return context.Response.WriteAsync(Json);
        });
        return await server.NewProject().TryAsync(TestMonitors.Body(target.Address, assertions: assertion));
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Redirect(HttpContext context, string where)
    {
        context.Response.Redirect(where);
        return Task.CompletedTask;
    }
}
