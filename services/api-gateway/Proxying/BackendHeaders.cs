using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;
using SreCopilot.ApiGateway.Callers;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>Which of the client's headers reach a backend. Everything else stays here, above all credentials and whatever
/// claims to come from a proxy. (<c>Content-*</c> belongs to the body and passes with it.)</summary>
internal static class BackendHeaders
{
    private static readonly string[] Harmless =
    [
        HeaderNames.Accept,
        HeaderNames.AcceptEncoding,
        HeaderNames.AcceptLanguage,
        HeaderNames.CacheControl,
        HeaderNames.IfMatch,
        HeaderNames.IfModifiedSince,
        HeaderNames.IfNoneMatch,
        HeaderNames.UserAgent,
        "Idempotency-Key",
        // Of the Model Context Protocol.
        "MCP-Protocol-Version",
        "Mcp-Session-Id",
        "Mcp-Method",
        "Mcp-Name",
    ];

    // By which senders of webhooks prove who they are, and what they say about the event. Alertmanager can send no header of
    // its own, only Authorization; a webhook route never takes it for a user's. Grafana signs.
    private static readonly string[] OfWebhooks =
    [
        HeaderNames.Authorization,
        "Webhook-Id",
        "Webhook-Signature",
        "Webhook-Timestamp",
        "X-Event-Key",
        "X-GitHub-Delivery",
        "X-GitHub-Event",
        "X-Gitlab-Event",
        "X-Gitlab-Event-UUID",
        "X-Gitlab-Token",
        "X-Grafana-Alerting-Signature",
        "X-Grafana-Alerting-Timestamp",
        "X-Hub-Signature",
        "X-Hub-Signature-256",
        "X-Request-UUID",
        "X-Webhook-Secret",
        "X-Webhook-Signature",
        "X-Webhook-Timestamp",
    ];

    // Of a handshake; the connection's own headers are the forwarder's business.
    private static readonly string[] OfUpgrades = [HeaderNames.SecWebSocketKey, HeaderNames.SecWebSocketVersion];

    private static readonly FrozenSet<string> Usual = Harmless.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> Webhook = Harmless.Concat(OfWebhooks).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Upgrade = Harmless.Concat(OfUpgrades).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static FrozenSet<string> PassedBy(ProxyRoute route) =>
        route.Access.Credential == Credential.Webhook ? Webhook : route.Upgrades ? Upgrade : Usual;
}
