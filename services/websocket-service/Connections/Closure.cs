using System.Net.WebSockets;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>Why the server closes a connection: the code and the word that the client gets.</summary>
/// <param name="Code">A registered code, or one of 4000-4999, which are an application's own.</param>
/// <param name="Reason">Stable; programs may compare it.</param>
/// <param name="SendsRest">Whether what waits is sent before.</param>
internal sealed record Closure(int Code, string Reason, bool SendsRest)
{
    /// <summary>The client did not begin as it must; an error frame says how.</summary>
    public static readonly Closure Refused = new((int)WebSocketCloseStatus.PolicyViolation, "refused", SendsRest: true);

    /// <summary>The client closed.</summary>
    public static readonly Closure Normal = new((int)WebSocketCloseStatus.NormalClosure, "bye", SendsRest: false);

    public static readonly Closure NotText = new((int)WebSocketCloseStatus.InvalidMessageType, "text_frames_only", SendsRest: false);

    public static readonly Closure TooBig = new((int)WebSocketCloseStatus.MessageTooBig, "message_too_big", SendsRest: false);

    /// <summary>This replica stops; another one takes the client at once.</summary>
    public static readonly Closure Restart = new(1012, "service_restart", SendsRest: true);

    /// <summary>Logout, new password, removed from the project, disabled.</summary>
    public static readonly Closure SessionEnded = new(4001, "session_ended", SendsRest: false);

    /// <summary>No new ticket in time.</summary>
    public static readonly Closure SessionExpired = new(4002, "session_expired", SendsRest: false);

    public static readonly Closure TooSlow = new(4003, "too_slow", SendsRest: false);

    public static readonly Closure TooManyConnections = new(4004, "too_many_connections", SendsRest: true);
}
