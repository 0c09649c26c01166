using Microsoft.Extensions.Options;

namespace SreCopilot.WebsocketService.Handshake;

/// <summary>
/// Browsers let every web site open WebSockets to every host and say in <c>Origin</c> which site it is. Ours may, and those that
/// the operator trusts. Programs send no <c>Origin</c>; what protects them, and us, is the ticket.
/// </summary>
internal sealed class HandshakeRules(IOptions<WebSocketServiceOptions> options)
{
    private readonly HashSet<string> _allowed = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    public bool MayConnect(HttpRequest request) => request.Headers.Origin switch
    {
        [] => true,
        [{ } origin] => IsSameHost(request, origin) || _allowed.Contains(origin),
        _ => false,
    };

    // Only the host is compared: behind a TLS proxy the scheme may not be known here.
    private static bool IsSameHost(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var site)
        && (site.Scheme == Uri.UriSchemeHttp || site.Scheme == Uri.UriSchemeHttps)
        && site.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
        && (request.Host.Port is not { } port ? site.IsDefaultPort : port == site.Port);
}
