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

    internal List<string> Mistakes { get; } = [];
}

internal sealed class OutboundOptionsSetup(IConfiguration configuration) : IConfigureOptions<OutboundOptions>, IValidateOptions<OutboundOptions>
{
    private const string Setting = "OutboundHttp:AllowedNetworks";

    public void Configure(OutboundOptions options)
    {
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
}
