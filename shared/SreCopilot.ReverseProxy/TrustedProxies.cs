using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace SreCopilot.ReverseProxy;

/// <summary>Whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed.</summary>
public sealed class TrustedProxyOptions
{
    /// <summary>The networks of the proxies directly in front, in CIDR notation, separated by commas. Setting
    /// <c>ForwardedHeaders:KnownNetworks</c> (environment variable <c>ForwardedHeaders__KnownNetworks</c>). Empty: nobody is believed.</summary>
    public string KnownNetworks { get; set; } = "";

    internal IEnumerable<string> Entries => KnownNetworks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Registration of <see cref="TrustedProxyOptions"/>.</summary>
public static class TrustedProxies
{
    /// <summary>Loopback and the private ranges that clusters and container networks use for their pods.</summary>
    public const string PrivateNetworks = "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7";

    private const string Setting = "ForwardedHeaders:KnownNetworks";

    /// <summary>Takes the client's address, scheme and host from the forwarded headers of trusted proxies only.
    /// Call <c>app.UseForwardedHeaders()</c> first in the pipeline.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="defaultNetworks">Used when the setting is absent.</param>
    public static WebApplicationBuilder TrustProxies(this WebApplicationBuilder builder, string defaultNetworks)
    {
        builder.Services.AddOptions<TrustedProxyOptions>()
            .Configure(options => options.KnownNetworks = builder.Configuration[Setting] ?? defaultNetworks)
            .Validate(
                options => options.Entries.All(entry => IPNetwork.TryParse(entry, out _)),
                "ForwardedHeaders__KnownNetworks must be a list of networks such as 10.0.0.0/8,fd00::/8 (address bits behind the prefix must be zero).")
            .ValidateOnStart();

        // After the framework's own set-up: with ASPNETCORE_FORWARDEDHEADERS_ENABLED=true, which deployment tools set, that one trusts everybody.
        builder.Services.AddOptions<ForwardedHeadersOptions>().PostConfigure<IOptions<TrustedProxyOptions>>(Apply);
        return builder;
    }

    private static void Apply(ForwardedHeadersOptions forwarded, IOptions<TrustedProxyOptions> trusted)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var entry in trusted.Value.Entries)
        {
            forwarded.KnownIPNetworks.Add(IPNetwork.Parse(entry));
        }

        // The middleware takes two empty lists for "everybody".
        forwarded.ForwardedHeaders = forwarded.KnownIPNetworks.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        forwarded.ForwardLimit = 1;
    }

    /// <summary>The client's address as text, an IPv4 address always in its short form.</summary>
    public static string? ClientAddress(this ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => null,
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        var address => address.ToString(),
    };
}
