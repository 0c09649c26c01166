using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SreCopilot.Identity;

namespace SreCopilot.WebsocketService.Tests;

/// <summary>When connections end that the client did not end.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData("session")]
    [InlineData("user")]
    [InlineData("membership")]
    public async Task A_revoked_session_is_closed_at_once_and_others_live(string subject)
    {
        await using var server = await Server.StartAsync();
        var ana = TestUser.New();
        await using var revoked = await server.ConnectAsync(ana);
        await using var ben = await server.ConnectAsync(ana.Colleague());

        var before = DateTimeOffset.UtcNow.AddSeconds(1).ToString("O");
        server.Revoke(subject switch
        {
            "session" => $$"""{"subject":"session","session_id":"{{ana.SessionId}}"}""",
            "user" => $$"""{"subject":"user","user_id":"{{ana.Id}}","before":"{{before}}"}""",
            _ => $$"""{"subject":"membership","user_id":"{{ana.Id}}","project_id":"{{ana.ProjectId}}","before":"{{before}}"}""",
        });

        var closed = await revoked.ReadAsync();
        Assert.Equal((4001, "session_ended"), (closed.CloseCode, closed.Text));
        await server.PublishAsync(ana, 1);
        Assert.Equal([1], await ben.NumbersAsync(1));
        // And with a ticket of before there is no way back in.
        await using var again = await server.OpenAsync();
        await again.SendAsync($$"""{"type":"connect","token":"{{ana.Ticket()}}","tenantId":"{{ana.TenantId}}"}""");
        Assert.Equal("error", (await again.ReadAsync()).Type);
        Assert.Equal(1008, (await again.ReadAsync()).CloseCode);
    }

    [Fact]
    public async Task Without_a_new_ticket_a_connection_ends_as_an_access_token_does()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await Server.StartAsync(RedisServer.Shared, time);
        var (ana, ben) = (TestUser.New(), TestUser.New());
        await using var forgetful = await server.ConnectAsync(ana, time: time);
        await using var careful = await server.ConnectAsync(ben, time: time);

        time.Advance(TimeSpan.FromMinutes(29));
        await careful.SendAsync($$"""{"type":"renew","token":"{{ben.Ticket(time)}}"}""");
        var renewed = await careful.ReadAsync();
        Assert.Equal(("renewed", 1800), (renewed.Type, renewed.Json.GetProperty("sessionSeconds").GetInt32()));
        time.Advance(TimeSpan.FromMinutes(2));
        var message = await forgetful.ReadAsync();
        Assert.Equal((4002, "session_expired"), (message.CloseCode, message.Text));
        await careful.AssertNothingWaitsAsync();
    }

    [Fact]
    public async Task A_ticket_of_somebody_else_renews_nothing()
    {
        await using var server = await Server.StartAsync();
        var ana = TestUser.New();
        await using var client = await server.ConnectAsync(ana);

        foreach (var ticket in (string[])[ana.Colleague().Ticket(), (ana with { ProjectId = Guid.NewGuid() }).Ticket(), ana.AccessToken(), "x"])
        {
            await client.SendAsync($$"""{"type":"renew","token":"{{ticket}}"}""");
            Assert.Equal("error", (await client.ReadAsync()).Type);
        }

        await client.AssertNothingWaitsAsync();
    }

    [Fact]
    public async Task A_service_that_stops_sends_its_clients_to_another_with_1012()
    {
        await using var server = await Server.StartAsync(("DRAIN_SECONDS", "1"));
        await using var client = await server.ConnectAsync(TestUser.New());
        await using var undecided = await server.OpenAsync();

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var closed = await client.ReadAsync();
        Assert.Equal((1012, "service_restart"), (closed.CloseCode, closed.Text));
        Assert.Equal(1012, (await undecided.ReadAsync()).CloseCode);
    }

    [Fact]
    public async Task A_client_that_does_not_answer_pings_is_gone()
    {
        await using var server = await Server.StartAsync(("WebSockets:HeartbeatSeconds", "1"));
        var user = TestUser.New();
        await using var dead = await server.ConnectAsync(user);
        await using var alive = await server.ConnectAsync(user);
        dead.AnswersPings = false;

        // It answers while it reads.
        var waiting = alive.NumbersAsync(1);
        await Assert.ThrowsAnyAsync<IOException>(dead.ReadAsync);
        await server.PublishAsync(user, 1);
        Assert.Equal([1], await waiting);
    }

    [Fact]
    public async Task Only_services_see_the_statistics()
    {
        await using var server = await Server.StartAsync();
        var user = TestUser.New();
        await using var client = await server.ConnectAsync(user);
        await using var tab = await server.ConnectAsync(user);

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(new Caller { Kind = CallerKind.User, UserId = user.Id, TenantId = user.TenantId })).StatusCode);
        var answer = await AskAsync(new Caller { Kind = CallerKind.Service });
        var body = new Client.Message(0, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Json;
        Assert.Equal(2, body.GetProperty("total_connections").GetInt32());
        Assert.Equal(2, body.GetProperty("connections_by_tenant").GetProperty($"{user.TenantId}").GetInt32());

        Task<HttpResponseMessage> AskAsync(Caller? caller)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/stats");
            if (caller is not null)
            {
                request.Headers.Add(InternalTokens.HeaderName, Server.InternalToken(caller));
            }

            return server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }
}
