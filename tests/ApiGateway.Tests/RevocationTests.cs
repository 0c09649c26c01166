using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>What auth-service took back stops working within the polling interval, without a question per request.</summary>
public sealed class RevocationTests
{
    private readonly ConcurrentQueue<string> _feed = [];
    private readonly ConcurrentQueue<string?> _cursors = [];
    private volatile bool _away;

    [Fact]
    public async Task Not_ready_before_the_list_was_read()
    {
        _away = true;
        await using var auth = await StartAuthAsync();
        await using var gateway = Gateway.Start(auth);
        await Wait.UntilAsync(() => _cursors.Count > 1);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.SendAsync(HttpMethod.Get, "/health")).StatusCode);

        _away = false;
        await Wait.UntilAsync(async () => (await gateway.SendAsync(HttpMethod.Get, "/health")).StatusCode == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("session")]
    [InlineData("user")]
    [InlineData("membership")]
    public async Task Revoked_user_is_refused_and_others_are_not(string subject)
    {
        await using var auth = await StartAuthAsync();
        await using var gateway = await Gateway.StartReadyAsync(("AUTH_SERVICE_URL", auth.Address));
        var (ana, ben) = (TestUser.New(), TestUser.New());
        Assert.Equal(HttpStatusCode.OK, await MeAsync(gateway, ana));

        var before = DateTimeOffset.UtcNow.AddSeconds(1).ToString("O");
        _feed.Enqueue(subject switch
        {
            "session" => $$"""{"subject":"session","session_id":"{{ana.SessionId}}"}""",
            "user" => $$"""{"subject":"user","user_id":"{{ana.Id}}","before":"{{before}}"}""",
            _ => $$"""{"subject":"membership","user_id":"{{ana.Id}}","project_id":"{{ana.ProjectId}}","before":"{{before}}"}""",
        });

        await Wait.UntilAsync(async () => await MeAsync(gateway, ana) == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await MeAsync(gateway, ben));
        // The same person: signed in again, or in another project.
        var later = subject switch
        {
            "session" => ana with { SessionId = Guid.NewGuid() },
            "membership" => ana with { ProjectId = Guid.NewGuid() },
            _ => ben,
        };
        Assert.Equal(HttpStatusCode.OK, await MeAsync(gateway, later));
    }

    [Fact]
    public async Task Token_issued_after_the_change_lives()
    {
        await using var auth = await StartAuthAsync();
        await using var gateway = await Gateway.StartReadyAsync(("AUTH_SERVICE_URL", auth.Address));
        var ana = TestUser.New();
        var old = Gateway.AccessToken(ana, time: new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow.AddSeconds(-10)));

        _feed.Enqueue($$"""{"subject":"user","user_id":"{{ana.Id}}","before":"{{DateTimeOffset.UtcNow.AddSeconds(-5):O}}"}""");

        await Wait.UntilAsync(async () => (await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", ("Authorization", $"Bearer {old}"))).StatusCode == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await MeAsync(gateway, ana));
    }

    [Fact]
    public async Task Outage_of_auth_service_keeps_the_list()
    {
        await using var auth = await StartAuthAsync();
        await using var gateway = await Gateway.StartReadyAsync(("AUTH_SERVICE_URL", auth.Address));
        var (ana, ben) = (TestUser.New(), TestUser.New());
        _feed.Enqueue($$"""{"subject":"session","session_id":"{{ana.SessionId}}"}""");
        await Wait.UntilAsync(async () => await MeAsync(gateway, ana) == HttpStatusCode.Unauthorized);

        _away = true;
        var asked = _cursors.Count;
        await Wait.UntilAsync(() => _cursors.Count > asked + 2);

        Assert.Equal(HttpStatusCode.Unauthorized, await MeAsync(gateway, ana));
        Assert.Equal(HttpStatusCode.OK, await MeAsync(gateway, ben));
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(HttpMethod.Get, "/health")).StatusCode);
    }

    [Fact]
    public async Task Cursor_of_the_last_answer_is_given_back_and_unknown_subjects_are_ignored()
    {
        await using var auth = await StartAuthAsync();
        await using var gateway = await Gateway.StartReadyAsync(("AUTH_SERVICE_URL", auth.Address));
        _feed.Enqueue("""{"subject":"something new","whatever":1}""");

        await Wait.UntilAsync(() => _cursors.Contains("a b/1"));

        Assert.Null(_cursors.First());
        Assert.Equal(HttpStatusCode.OK, await MeAsync(gateway, TestUser.New()));
    }

    [Fact]
    public async Task Requests_ask_auth_service_nothing()
    {
        await using var auth = await StartAuthAsync();
        await using var incidents = await TestBackend.StartAsync();
        await using var gateway = await Gateway.StartReadyAsync(("AUTH_SERVICE_URL", auth.Address), ("INCIDENT_SERVICE_URL", incidents.Address), ("Revocations:PollSeconds", "60"));
        var asked = _cursors.Count;

        for (var i = 0; i < 20; i++)
        {
            await gateway.SendAsync(HttpMethod.Get, "/api/v1/incidents", TestUser.New().Bearer);
        }

        Assert.Equal(20, incidents.Received.Count);
        Assert.Empty(auth.Received);
        Assert.Equal(asked, _cursors.Count);
    }

    private static async Task<HttpStatusCode> MeAsync(Gateway gateway, TestUser user) =>
        (await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", user.Bearer)).StatusCode;

    private async Task<TestBackend> StartAuthAsync()
    {
        var auth = await TestBackend.StartAsync();
        auth.Internal = async context =>
        {
            _cursors.Enqueue(context.Request.Query["cursor"].FirstOrDefault());
            if (_away || (await Gateway.ReadCallerAsync(context.Request))?.Kind != Identity.CallerKind.Service)
            {
                context.Response.StatusCode = 503;
                return;
            }

            await context.Response.WriteAsync($$"""{"cursor":"a b/1","revocations":[{{string.Join(',', _feed)}}]}""");
        };
        return auth;
    }
}
