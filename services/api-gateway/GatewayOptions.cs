using System.Globalization;
using Microsoft.Extensions.Options;
using SreCopilot.ReverseProxy;

namespace SreCopilot.ApiGateway;

/// <summary>Where the backends are and how long the gateway waits for them.</summary>
internal sealed class GatewayOptions
{
    /// <summary>Address of each backend, from its environment variable; default <c>http://{name}:{port}</c>.</summary>
    public Dictionary<Backend, Uri> Addresses { get; } = [];

    /// <summary>How long a backend may stay silent. Environment variable <c>SERVICE_TIMEOUT</c> in seconds; default 30.</summary>
    public TimeSpan ServiceTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What could not be read.</summary>
    public List<string> Mistakes { get; } = [];
}

internal sealed class GatewayOptionsSetup(IConfiguration configuration) : IConfigureOptions<GatewayOptions>, IValidateOptions<GatewayOptions>
{
    public void Configure(GatewayOptions options)
    {
        foreach (var backend in Backend.All)
        {
            if (ServiceAddress.TryRead(configuration, backend.Variable, backend.DefaultAddress, out var address, out var mistake))
            {
                options.Addresses[backend] = address;
            }
            else
            {
                options.Mistakes.Add(mistake);
            }
        }

        if (configuration["SERVICE_TIMEOUT"] is not { Length: > 0 } timeout)
        {
            return;
        }

        if (double.TryParse(timeout, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600)
        {
            options.ServiceTimeout = TimeSpan.FromSeconds(seconds);
        }
        else
        {
            options.Mistakes.Add("SERVICE_TIMEOUT must be a number of seconds above 0 and at most 3600.");
        }
    }

    public ValidateOptionsResult Validate(string? name, GatewayOptions options) =>
        options.Mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Mistakes);
}

internal static class GatewayOptionsExtensions
{
    public static void AddGatewayOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<GatewayOptions>, GatewayOptionsSetup>();
        builder.Services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsSetup>();
        builder.Services.AddOptions<GatewayOptions>().ValidateOnStart();
    }
}
