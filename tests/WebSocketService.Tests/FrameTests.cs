using SreCopilot.Events;

namespace SreCopilot.WebsocketService.Tests;

/// <summary>What clients say after they are connected.</summary>
public sealed class FrameTests
{
    [Theory]
    [InlineData("""{"type":"ping"}""", "pong", "")]
    [InlineData("""{"type":"subscribe","channels":["incidents","made-up"]}""", "subscribed", """["incidents","made-up"]""")]
    [InlineData("""{"type":"subscribe"}""", "subscribed", "[]")]
    [InlineData("""{"type":"unsubscribe","channels":["alerts"]}""", "unsubscribed", """["alerts"]""")]
    [InlineData("""{"type":"dance"}""", "error", "")]
    [InlineData("""{"channels":[]}""", "error", "")]
    [InlineData("""{"type":"subscribe","channels":7}""", "error", "")]
    [InlineData("""{"type":"subscribe","channels":[7]}""", "error", "")]
    [InlineData("[]", "error", "")]
    [InlineData("{", "error", "")]
    [InlineData("", "error", "")]
    public async Task Each_gets_its_answer_and_the_connection_stays(string frame, string type, string channels)
    {
        await using var server = await Server.StartAsync();
        await using var client = await server.ConnectAsync(TestUser.New());

        await client.SendAsync(frame);

        var answer = await client.ReadAsync();
        Assert.Equal(type, answer.Type);
        if (type is not "error")
        {
            Assert.EndsWith("Z", answer.Json.GetProperty("timestamp").GetString(), StringComparison.Ordinal);
        }

        if (channels.Length > 0)
        {
            Assert.Equal(channels, answer.Json.GetProperty("channels").GetRawText());
        }

        await client.AssertNothingWaitsAsync();
    }

    [Fact]
    public async Task Channels_are_all_until_the_client_chooses()
    {
        await using var server = await Server.StartAsync();
        var user = TestUser.New();
        await using var everything = await server.ConnectAsync(user);
        await using var chosen = await server.ConnectAsync(user);
        await using var less = await server.ConnectAsync(user);
        await chosen.SendAsync("""{"type":"subscribe","channels":["alerts"]}""");
        await less.SendAsync("""{"type":"unsubscribe","channels":["alerts"]}""");
        Assert.Equal("subscribed", (await chosen.ReadAsync()).Type);
        Assert.Equal("unsubscribed", (await less.ReadAsync()).Type);

        var number = 0;
        foreach (var channel in EventChannels.All)
        {
            await server.PublishAsync(user, number++, channel: channel);
        }

        Assert.Equal([0, 1, 2, 3, 4], await everything.NumbersAsync(5));
        Assert.Equal([2], await chosen.NumbersAsync(1));
        Assert.Equal([0, 1, 3, 4], await less.NumbersAsync(4));
        await chosen.AssertNothingWaitsAsync();
        await less.AssertNothingWaitsAsync();
    }
}
