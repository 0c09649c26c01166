using Microsoft.Extensions.Options;
using SreCopilot.Revocations;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>Closes connections whose session ended.</summary>
internal sealed class SessionWatch(
    ConnectionRegistry connections, RevocationList revocations, IOptions<WebSocketServiceOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.SweepSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Sweep();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var connection in connections.All)
        {
            if (revocations.IsRevoked(connection.User!))
            {
                connection.Close(Closure.SessionEnded);
            }
            else if (connection.Expires <= now)
            {
                connection.Close(Closure.SessionExpired);
            }
        }
    }
}
