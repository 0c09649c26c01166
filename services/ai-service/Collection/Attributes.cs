using System.Text.Json;

namespace SreCopilot.AiService.Collection;

/// <summary>What attributes of spans say, by the old and the new names of OpenTelemetry.</summary>
internal static class Attributes
{
    public static bool IsDatabase(JsonElement attributes) => Find(attributes, "db.system", "db.system.name") is not null;

    /// <summary>The name of the database, failing that where it is.</summary>
    public static string? DatabaseOf(JsonElement attributes) =>
        Find(attributes, "db.namespace", "db.name", "server.address", "net.peer.name", "peer.service", "db.system", "db.system.name");

    /// <summary>Whom a client span calls: a name, failing that the host without domain and port.</summary>
    public static string? PeerOf(JsonElement attributes) =>
        Find(attributes, "peer.service", "service.peer.name") ?? (Find(attributes, "server.address", "net.peer.name", "http.host", "messaging.destination.name") is { } host ? FirstLabel(host) : null);

    // payments.shop.svc.cluster.local -> payments; an IP address stays as it is.
    private static string FirstLabel(string host) => System.Net.IPAddress.TryParse(host, out _) ? host : host.Split(':')[0].Split('.')[0];

    private static string? Find(JsonElement attributes, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (attributes.ValueKind == JsonValueKind.Object && attributes.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                && value.GetString() is { Length: > 0 } text)
            {
                return Words.Cut(text, 200);
            }
        }

        return null;
    }
}
