using Microsoft.Extensions.Configuration;

namespace SreCopilot.Peers;

/// <summary>Reads addresses of services from the configuration.</summary>
public static class PeerAddress
{
    /// <summary>The address in a variable; null when it is absent or wrong.</summary>
    /// <param name="configuration">The service's configuration.</param>
    /// <param name="variable">For example <c>AUTH_SERVICE_URL</c>.</param>
    /// <returns>An http or https address without a path.</returns>
    public static Uri? Read(IConfiguration configuration, string variable)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Uri.TryCreate(configuration[variable], UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address is { PathAndQuery: "/", UserInfo: "" }
                ? address
                : null;
    }

    /// <summary>One sentence for each variable that is set but holds no address.</summary>
    /// <param name="configuration">The service's configuration.</param>
    /// <param name="variables">The variables.</param>
    /// <returns>The sentences.</returns>
    public static IReadOnlyList<string> FindMistakes(IConfiguration configuration, params ReadOnlySpan<string> variables)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var mistakes = new List<string>();
        foreach (var variable in variables)
        {
            if (configuration[variable] is { Length: > 0 } && Read(configuration, variable) is null)
            {
                mistakes.Add($"{variable} must be the address of a service without a path, for example http://ai-service:8503.");
            }
        }

        return mistakes;
    }
}
