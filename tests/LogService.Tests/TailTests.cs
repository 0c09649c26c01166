using System.Net.WebSockets;
using System.Text.Json;
using SreCopilot.Identity;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Search.Language;
using SreCopilot.LogService.Storage;
using SreCopilot.LogService.Tail;
using SreCopilot.PostgresFixture;

namespace SreCopilot.LogService.Tests;

public sealed class TailTests(TailTests.ImpatientServer server) : IClassFixture<TailTests.ImpatientServer>
{
    [Fact]
    public async Task New_lines_come_as_a_search_would_show_them()
    {
        var project = server.NewProject();
        await project.IngestAsync(new { service_name = "s", message = "before" });
        await using var tail = await TailReader.OpenAsync(project.Viewer, "/logs/tail");

        await project.IngestAsync(new { service_name = "web", message = "ünï", level = "warning", attributes = new { a = 1 }, trace_id = "t" });

        var line = await NextLineAsync(tail);
        Assert.Equal(Text((await project.SearchAsync("ünï"))["items"][0]), Text(line));
    }

    [Fact]
    public async Task Only_what_the_query_wants_comes_and_only_of_the_project()
    {
        var (project, other) = (server.NewProject(), server.NewProject());
        await using var tail = await TailReader.OpenAsync(project.Viewer, "/logs/tail?query=-noise&service=web&level=ERROR");

        await other.IngestAsync(new { service_name = "web", message = "of somebody else", level = "ERROR" });
        await project.IngestAsync(
            new { service_name = "web", message = "noise", level = "ERROR" }, new { service_name = "db", message = "db", level = "ERROR" },
            new { service_name = "web", message = "info" }, new { service_name = "web", message = "wanted", level = "ERROR" });

        Assert.Equal("wanted", (await NextLineAsync(tail)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Silence_is_broken_by_heartbeats_and_the_stream_goes_on()
    {
        var project = server.NewProject();
        await using var tail = await TailReader.OpenAsync(project.Viewer, "/logs/tail");

        for (var n = 0; n < 3; n++)
        {
            Assert.Equal("heartbeat", (await tail.ReadAsync()).GetProperty("type").GetString());
        }

        await project.IngestAsync(new { service_name = "s", message = "still there" });
        Assert.Equal("still there", (await NextLineAsync(tail)).GetProperty("message").GetString());
    }

    [Fact]
    public async Task It_ends_when_access_ends()
    {
        var project = server.NewProject();
        var caller = project.CallerOf("viewer");
        await using var tail = await TailReader.OpenAsync(server.As(caller), "/logs/tail");
        await using var unharmed = await TailReader.OpenAsync(project.Viewer, "/logs/tail");

        server.Revoke($$"""{"subject":"session","session_id":"{{caller.SessionId}}"}""");

        Assert.Equal("""{"type":"closed","reason":"session_ended","count":null}""", Text(await NextAsync(tail, item => item.TryGetProperty("type", out var type) && type.GetString() == "closed")));
        await tail.EndAsync();
        await project.IngestAsync(new { service_name = "s", message = "for the other" });
        Assert.Equal("for the other", (await NextLineAsync(unharmed)).GetProperty("message").GetString());
        Assert.Equal(401, (await server.As(caller).GetAsync("/logs/tail")).Code);
    }

    [Fact]
    public async Task A_WebSocket_gets_the_same()
    {
        var project = server.NewProject();
        var person = project.Viewer;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader(InternalTokens.HeaderName, person.Token);
        var address = new UriBuilder(server.AddressOf(0)) { Scheme = "ws", Path = "/logs/tail", Query = "?query=level:error" }.Uri;
        await socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal("connected", (await ReadAsync(socket)).GetProperty("type").GetString());

        await project.IngestAsync(new { service_name = "s", message = "no" }, new { service_name = "s", message = "yes", level = "error" });

        JsonElement message;
        do
        {
            message = await ReadAsync(socket);
        }
        while (message.TryGetProperty("type", out _));
        Assert.Equal("yes", message.GetProperty("message").GetString());
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public void A_client_that_does_not_keep_up_is_dropped_with_a_reason()
    {
        var project = server.NewProject();
        using var client = new TailClient(project.CallerOf("viewer"), new LogFilter(new Everything(), null), queueLength: 3);
        var line = new LogLine { Id = "1-1", Timestamp = default, Level = "INFO", ServiceName = "s", Message = "m", Attributes = default };

        client.Offer(new TailMessage([line, line, line], 0));
        Assert.Null(client.End);
        client.Offer(new TailMessage([line], 0));

        Assert.Equal((4003, "too_slow", true), (client.End!.Code, client.End.Reason, client.Ended.IsCancellationRequested));
        Assert.Equal(3, client.Lines.Count);
    }

    [Fact]
    public async Task Too_many_lines_are_left_out_and_said()
    {
        var project = server.NewProject();
        await using var tail = await TailReader.OpenAsync(project.Viewer, "/logs/tail");

        await project.IngestAsync([.. Enumerable.Range(0, 150).Select(n => new { service_name = "s", message = $"{n}" })]);

        var skipped = await NextAsync(tail, item => item.TryGetProperty("type", out var type) && type.GetString() == "skipped");
        Assert.Equal(50, skipped.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_user_has_a_bounded_number_of_tails()
    {
        var person = server.As(server.NewProject().CallerOf("viewer"));
        await using var first = await TailReader.OpenAsync(person, "/logs/tail");
        await using var second = await TailReader.OpenAsync(person, "/logs/tail");

        var third = await person.GetAsync("/logs/tail");

        Assert.Equal((429, true), (third.Code, third.HasRetryAfter));
    }

    [Theory]
    [InlineData("query=%22open")]
    [InlineData("level=loud")]
    [InlineData("query=%00")]
    public async Task Nonsense_is_named(string query) => Assert.Equal(400, (await server.NewProject().Viewer.GetAsync($"/logs/tail?{query}")).Code);

    private static Task<JsonElement> NextLineAsync(TailReader tail) => NextAsync(tail, item => item.TryGetProperty("message", out _));

    private static async Task<JsonElement> NextAsync(TailReader tail, Func<JsonElement, bool> isWanted)
    {
        while (true)
        {
            var item = await tail.ReadAsync();
            if (isWanted(item))
            {
                return item;
            }
        }
    }

    private static async Task<JsonElement> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }

    private static string Text(JsonElement json) => json.ToString().Replace(" ", "", StringComparison.Ordinal);

    /// <summary>One with short times and small numbers.</summary>
    public sealed class ImpatientServer(PostgresServer postgres) : LogServer(postgres)
    {
        protected override IEnumerable<(string Name, string Value)> Settings =>
            [("Logs:TailHeartbeatSeconds", "0.1"), ("Logs:MaximumTailsPerUser", "2"), ("Logs:TailLinesPerSecond", "100")];
    }
}
