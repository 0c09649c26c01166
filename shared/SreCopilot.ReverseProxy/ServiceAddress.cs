using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;

namespace SreCopilot.ReverseProxy;

/// <summary>Reads the address of a service from configuration.</summary>
public static class ServiceAddress
{
    /// <summary>Reads <paramref name="variable"/> as <c>http(s)://host[:port]</c>.</summary>
    /// <param name="configuration">Where to look.</param>
    /// <param name="variable">The environment variable.</param>
    /// <param name="fallback">The address inside the cluster, used when the variable is absent.</param>
    /// <param name="address">The address; null when it is not usable.</param>
    /// <param name="mistake">What is wrong; null when the address is usable.</param>
    /// <returns>Whether the address is usable.</returns>
    public static bool TryRead(
        IConfiguration configuration,
        string variable,
        string fallback,
        [NotNullWhen(true)] out Uri? address,
        [NotNullWhen(false)] out string? mistake)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var text = configuration[variable] is { Length: > 0 } configured ? configured : fallback;
        if (Uri.TryCreate(text, UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address.PathAndQuery == "/"
            && address.UserInfo.Length == 0)
        {
            mistake = null;
            return true;
        }

        mistake = $"{variable} must be the address of a service without a path, for example {fallback}.";
        return false;
    }
}
