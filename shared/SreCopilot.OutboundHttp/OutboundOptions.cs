using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace SreCopilot.OutboundHttp;

/// <summary>Which addresses inside the operator's own network users may make the platform call. Public addresses always.</summary>
public sealed class OutboundOptions
{
    /// <summary>Networks in CIDR notation, separated by commas, for example <c>10.20.0.0/16,192.168.7.0/24</c>. Setting
    /// <c>OutboundHttp:AllowedNetworks</c> (environment variable <c>OutboundHttp__AllowedNetworks</c>). Default empty: only public
    /// addresses. Name the networks of the tools to be monitored, not those of the platform's own services.</summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; set; } = [];

    /// <summary>A PEM file with certificates of authorities that are trusted besides those of the system: that of your own network.
    /// Setting <c>OutboundHttp:TrustedCertificates</c> (environment variable <c>OutboundHttp__TrustedCertificates</c>). Default none.</summary>
    public X509Certificate2Collection TrustedCertificates { get; set; } = [];

    internal List<string> Mistakes { get; } = [];
}

internal sealed class OutboundOptionsSetup(IConfiguration configuration) : IConfigureOptions<OutboundOptions>, IValidateOptions<OutboundOptions>
{
    private const string Setting = "OutboundHttp:AllowedNetworks";
    private const string TrustSetting = "OutboundHttp:TrustedCertificates";

    public void Configure(OutboundOptions options)
    {
        ReadTrust(options);
        var networks = new List<IPNetwork>();
        foreach (var entry in (configuration[Setting] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(entry, out var network))
            {
                networks.Add(network);
            }
            else
            {
                options.Mistakes.Add($"OutboundHttp__AllowedNetworks must be a list of networks such as 10.20.0.0/16,fd00::/8; '{entry}' is not one.");
            }
        }

        options.AllowedNetworks = networks;
    }

    public ValidateOptionsResult Validate(string? name, OutboundOptions options) =>
        options.Mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Mistakes);

    private void ReadTrust(OutboundOptions options)
    {
        if (configuration[TrustSetting] is not { Length: > 0 } file)
        {
            return;
        }

        try
        {
            options.TrustedCertificates = [];
            options.TrustedCertificates.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            options.Mistakes.Add($"OutboundHttp__TrustedCertificates must be a PEM file that can be read: {exception.Message}");
        }
    }
}
