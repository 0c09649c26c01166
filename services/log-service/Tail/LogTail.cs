using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;
using SreCopilot.Revocations;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.LogService.Tail;

/// <summary><c>GET /logs/tail</c>: new lines as they come, as server-sent events or, asked for an upgrade, over a WebSocket.</summary>
internal static class LogTail
{
    // Clients have nothing to say.
    private const int MostReceived = 1024;

    public static void MapLogTail(this IEndpointRouteBuilder routes) => routes.MapGet("/logs/tail", TailAsync)
        .Named("tail_logs")
        .WithSummary("New lines as they come: server-sent events, or a WebSocket when the request asks for one; query (the search language), service, level. Between the lines: heartbeat, skipped (count), closed (reason)")
        .WithTags("Search")
        .Produces<LogLine>(StatusCodes.Status200OK, "text/event-stream")
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<EmptyHttpResult, JsonHttpResult<ErrorBody>>> TailAsync(
        string? query, string? service, string? level, HttpContext http, TailHub hub, TailJson json, RevocationList revocations, IOptions<LogServiceOptions> options)
    {
        var reader = new QueryReader();
        var filter = LogFilter.Read(reader, query, service, level);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        if (caller.Kind == CallerKind.User && revocations.IsRevoked(caller))
        {
            return ApiErrors.Unauthorized("Not authenticated");
        }

        using var client = new TailClient(caller, filter, options.Value.TailQueueLength);
        if (await hub.JoinAsync(client) is { } problem)
        {
            http.Response.Headers.RetryAfter = "10";
            return ApiErrors.Create(StatusCodes.Status429TooManyRequests, problem);
        }

        try
        {
            var heartbeat = TimeSpan.FromSeconds(options.Value.TailHeartbeatSeconds);
            await (http.WebSockets.IsWebSocketRequest ? RunWebSocketAsync(http, client, json, heartbeat) : RunEventStreamAsync(http, client, json, heartbeat));
        }
        finally
        {
            await hub.LeaveAsync(client);
        }

        return TypedResults.Empty;
    }

    private static async Task RunEventStreamAsync(HttpContext http, TailClient client, TailJson json, TimeSpan heartbeat)
    {
        var sink = new EventStreamSink(http.Response, json);
        await sink.StartAsync(http.RequestAborted);
        await new TailSession(client, sink, json, heartbeat).RunAsync(http.RequestAborted);
        if (client.End == TailEnd.TooSlow)
        {
            // What waits in buffers is not worth waiting for.
            http.Abort();
        }
    }

    private static async Task RunWebSocketAsync(HttpContext http, TailClient client, TailJson json, TimeSpan heartbeat)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var left = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var sink = new WebSocketSink(socket);
        var receiving = ReceiveAsync(socket, left);
        try
        {
            await sink.SendAsync(json.Write(new TailNotice("connected")), left.Token);
            await new TailSession(client, sink, json, heartbeat).RunAsync(left.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // Gone.
        }

        await Task.WhenAny(receiving, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None));
        socket.Abort();
        await receiving;
    }

    // Notices that the client closes, or that it is gone.
    private static async Task ReceiveAsync(WebSocket socket, CancellationTokenSource left)
    {
        var buffer = new byte[MostReceived];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    if (socket.State == WebSocketState.CloseReceived)
                    {
                        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
                    }

                    return;
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // Gone.
        }
        finally
        {
            await left.CancelAsync();
        }
    }
}
