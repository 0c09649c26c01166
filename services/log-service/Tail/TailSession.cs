namespace SreCopilot.LogService.Tail;

/// <summary>Brings a client its lines, one after the other, until it leaves or must.</summary>
internal sealed class TailSession(TailClient client, ITailSink sink, TailJson json, TimeSpan heartbeat)
{
    // For the rest and the reason, when the client is told to go.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    /// <param name="left">The client is gone.</param>
    public async Task RunAsync(CancellationToken left)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(left);
        // A client that does not read holds up the write: it gets a little time to catch up, then the connection is cut.
        await using var late = client.Ended.Register(() => stop.CancelAfter(Farewell));
        try
        {
            await SendLinesAsync(stop.Token);
            if (client.End is { } end)
            {
                await sink.EndAsync(end, stop.Token);
            }
        }
        catch (Exception exception) when (stop.IsCancellationRequested || exception is IOException or System.Net.WebSockets.WebSocketException)
        {
            // Gone.
        }
    }

    private async Task SendLinesAsync(CancellationToken cancel)
    {
        while (true)
        {
            var more = client.Lines.WaitToReadAsync(cancel).AsTask();
            while (await Task.WhenAny(more, Task.Delay(heartbeat, cancel)) != more)
            {
                cancel.ThrowIfCancellationRequested();
                await SendAsync(new TailNotice("heartbeat"), cancel);
            }

            if (!await more)
            {
                return;
            }

            while (client.Lines.TryRead(out var line))
            {
                await sink.SendAsync(json.Write(line), cancel);
            }

            if (client.TakeSkipped() is > 0 and var skipped)
            {
                await SendAsync(new TailNotice("skipped", Count: skipped), cancel);
            }
        }
    }

    private Task SendAsync(TailNotice notice, CancellationToken cancel) =>
        sink.SendAsync(json.Write(notice), cancel);
}
