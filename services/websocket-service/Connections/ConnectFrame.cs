using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>The first frame: <c>{"type":"connect","token":"...","tenantId":"...","projectId":"...","lastEventId":1}</c>.</summary>
/// <param name="Token">A ticket of <c>GET /api/v1/auth/ws-token</c>.</param>
/// <param name="TenantId">Must be the ticket's.</param>
/// <param name="ProjectId">Must be the ticket's when it is given.</param>
/// <param name="LastEventId">The last event the client knows; null when it wants no earlier ones.</param>
internal sealed record ConnectFrame(string Token, string TenantId, string? ProjectId, long? LastEventId)
{
    public static bool TryRead(byte[] message, [NotNullWhen(true)] out ConnectFrame? frame, [NotNullWhen(false)] out string? mistake)
    {
        frame = null;
        try
        {
            using var document = JsonDocument.Parse(message);
            var root = document.RootElement;
            mistake = root.ValueKind != JsonValueKind.Object ? "The first frame must be a JSON object of type 'connect'."
                : Text(root, "type") != "connect" ? "The first frame must be of type 'connect'."
                : Text(root, "token") is null ? "The connect frame needs 'token': the ticket that GET /api/v1/auth/ws-token gives."
                : Text(root, "tenantId") is null ? "The connect frame needs 'tenantId'."
                : !IsEventId(root, out var last) ? "'lastEventId' must be the 'id' of an event."
                : null;
            if (mistake is null)
            {
                IsEventId(root, out last);
                frame = new ConnectFrame(Text(root, "token")!, Text(root, "tenantId")!, Text(root, "projectId"), last);
            }
        }
        catch (JsonException)
        {
            mistake = "The first frame must be a JSON object of type 'connect'.";
        }

        return frame is not null;
    }

    public static string? Text(JsonElement frame, string name) =>
        frame.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static bool IsEventId(JsonElement frame, out long? id)
    {
        id = null;
        if (!frame.TryGetProperty("lastEventId", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        var isId = value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && (id = number) >= 0;
        return isId;
    }
}
