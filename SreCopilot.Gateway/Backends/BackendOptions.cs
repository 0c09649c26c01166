using Microsoft.Extensions.Options;
using SreCopilot.ReverseProxy;

namespace SreCopilot.Gateway.Backends;

/// <summary>Where the two services behind the entry point are.</summary>
internal sealed class BackendOptions
{
    /// <summary>Environment variable <c>API_GATEWAY_URL</c>; default <c>http://api-gateway:8500</c>.</summary>
    public Uri? ApiGateway { get; set; }

    /// <summary>Environment variable <c>WEBSOCKET_SERVICE_URL</c>; default <c>http://websocket-service:8505</c>.</summary>
    public Uri? Websocket { get; set; }

    /// <summary>What could not be read.</summary>
    public List<string> Mistakes { get; } = [];
}

internal sealed class BackendOptionsSetup(IConfiguration configuration) : IConfigureOptions<BackendOptions>, IValidateOptions<BackendOptions>
{
    public void Configure(BackendOptions options)
    {
        options.ApiGateway = Read("API_GATEWAY_URL", "http://api-gateway:8500");
        options.Websocket = Read("WEBSOCKET_SERVICE_URL", "http://websocket-service:8505");

        Uri? Read(string variable, string fallback)
        {
            if (!ServiceAddress.TryRead(configuration, variable, fallback, out var address, out var mistake))
            {
                options.Mistakes.Add(mistake);
            }

            return address;
        }
    }

    public ValidateOptionsResult Validate(string? name, BackendOptions options) =>
        options.Mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Mistakes);
}
