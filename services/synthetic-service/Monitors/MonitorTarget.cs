using System.Globalization;
using SreCopilot.OutboundHttp;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary>Where a monitor's URL leads.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">Null: the URL does not say, and there is no usual one.</param>
/// <param name="IsSecure">Whether TLS is spoken there.</param>
/// <param name="Address">For HTTP: the URL.</param>
internal sealed record MonitorTarget(string Host, int? Port, bool IsSecure, Uri? Address)
{
    public const int UrlLength = 1000;

    /// <summary>
    /// Reads the URL of a monitor: <c>https://shop.example/health</c> for HTTP; the same, <c>ping://db.example</c> or <c>db.example</c> for a
    /// ping; <c>tcp://db.example:5432</c>, <c>tls://mail.example:993</c> or <c>db.example:5432</c> for TCP.
    /// </summary>
    /// <returns>Null when it is none of these.</returns>
    public static MonitorTarget? Parse(string type, string? url)
    {
        if (string.IsNullOrWhiteSpace(url) || url.Length > UrlLength || url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)))
        {
            return null;
        }

        var full = url.Contains("://", StringComparison.Ordinal) || type == MonitorType.Http ? url : $"{type}://{url}";
        if (!Uri.TryCreate(full, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.DnsSafeHost.Length == 0)
        {
            return null;
        }

        return (type, address.Scheme) switch
        {
            (MonitorType.Http, "http" or "https") => new MonitorTarget(address.DnsSafeHost, address.Port, address.Scheme == "https", address),
            (MonitorType.Ping, "http" or "https" or "ping") => new MonitorTarget(address.DnsSafeHost, address.Port > 0 ? address.Port : null, false, null),
            (MonitorType.Tcp, "tcp" or "tls") when address.Port > 0 => new MonitorTarget(address.DnsSafeHost, address.Port, address.Scheme == "tls", null),
            _ => null,
        };
    }

    /// <summary>What credentials in headers are bound to: they do not follow to another one.</summary>
    public string Origin => string.Create(CultureInfo.InvariantCulture, $"{(IsSecure ? "s" : "p")} {Host} {Port}");

    /// <summary>Whether the URL itself names an address that may not be called. Names are looked at whenever they are called.</summary>
    public bool IsRefused(AddressGuard guard) => System.Net.IPAddress.TryParse(Host, out var literal) && !guard.Allows(literal);
}
