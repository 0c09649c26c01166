using System.Net.WebSockets;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;
using SreCopilot.Revocations;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>Decides by its first frame whether a client gets in.</summary>
internal sealed class Admission(AccessTokens tokens, RevocationList revocations, ConnectionRegistry connections, IOptions<WebSocketServiceOptions> options, TimeProvider time)
{
    private readonly WebSocketServiceOptions _options = options.Value;

    public int SessionSeconds => (int)(_options.SessionMinutes * 60);

    /// <summary>Waits for the connect frame and checks it.</summary>
    /// <returns>The frame; null when the connection is being closed.</returns>
    public async Task<ConnectFrame?> AdmitAsync(ClientConnection connection, WebSocket socket)
    {
        var (message, closure) = await ReadFirstAsync(connection, socket);
        if (message is null)
        {
            return await RefuseAsync(connection, closure ?? Closure.Refused, closure is null ? "No connect frame arrived in time." : null);
        }

        if (!ConnectFrame.TryRead(message, out var frame, out var mistake))
        {
            return await RefuseAsync(connection, Closure.Refused, mistake);
        }

        var (user, problem) = await VerifyAsync(frame.Token, frame.TenantId, frame.ProjectId);
        if (user is null)
        {
            return await RefuseAsync(connection, Closure.Refused, problem);
        }

        (connection.User, connection.Expires) = (user, NextExpiry());
        return connections.TryAdd(connection)
            ? frame
            : await RefuseAsync(connection, Closure.TooManyConnections, "You have too many open connections. Close other tabs first.");
    }

    /// <summary>Takes a new ticket of the same person for the same project.</summary>
    /// <returns>What is wrong with it; null when the connection may go on.</returns>
    public async Task<string?> RenewAsync(ClientConnection connection, string? token)
    {
        if (token is null)
        {
            return "The renew frame needs 'token': the ticket that GET /api/v1/auth/ws-token gives.";
        }

        var present = connection.User!;
        var (user, problem) = await VerifyAsync(token, $"{present.TenantId}", $"{present.ProjectId}");
        if (user is null || user.UserId != present.UserId)
        {
            return problem ?? "The ticket belongs to somebody else.";
        }

        (connection.User, connection.Expires) = (user, NextExpiry());
        return null;
    }

    private DateTimeOffset NextExpiry() => time.GetUtcNow() + TimeSpan.FromMinutes(_options.SessionMinutes);

    private async Task<(byte[]? Message, Closure? Closure)> ReadFirstAsync(ClientConnection connection, WebSocket socket)
    {
        // Not by cancelling the read: that would break the socket before it could say why.
        var reading = FrameReader.ReadAsync(socket, connection.Aborted);
        try
        {
            return await reading.WaitAsync(TimeSpan.FromSeconds(_options.ConnectSeconds), time);
        }
        catch (TimeoutException)
        {
            _ = reading.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return (null, null);
        }
    }

    private async Task<(Caller? User, string? Problem)> VerifyAsync(string token, string tenantId, string? projectId)
    {
        if (await tokens.VerifyWebSocketTicketAsync(token) is not { } user || user.ProjectId is null || revocations.IsRevoked(user))
        {
            return (null, "The ticket is invalid or expired. Get a new one from GET /api/v1/auth/ws-token; access tokens are not accepted here.");
        }

        return !tenantId.Equals($"{user.TenantId}", StringComparison.OrdinalIgnoreCase) ? (null, "The ticket belongs to another tenant than 'tenantId'.")
            : projectId is not null && !projectId.Equals($"{user.ProjectId}", StringComparison.OrdinalIgnoreCase) ? (null, "The ticket belongs to another project than 'projectId'. Switch to the project and get a new ticket.")
            : (user, null);
    }

    private static async Task<ConnectFrame?> RefuseAsync(ClientConnection connection, Closure closure, string? message)
    {
        if (message is not null)
        {
            await connection.SendAsync(Frames.Error(message));
        }

        connection.Close(closure);
        return null;
    }
}
