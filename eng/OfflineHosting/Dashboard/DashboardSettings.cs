using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>How the dashboard is to be run, from the same settings that the official host reads.</summary>
internal sealed class DashboardSettings
{
    public const string UnsecuredTransportSetting = "ASPIRE_ALLOW_UNSECURED_TRANSPORT";
    private readonly IConfiguration _configuration;

    public DashboardSettings(IConfiguration configuration)
    {
        _configuration = configuration;
        AllowUnsecuredTransport = configuration.GetValue(UnsecuredTransportSetting, false);
        FrontendUrls = configuration["ASPNETCORE_URLS"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        OtlpGrpcUrl = Either("DASHBOARD_OTLP_ENDPOINT_URL");
        OtlpHttpUrl = Either("DASHBOARD_OTLP_HTTP_ENDPOINT_URL");
        ResourceServiceUrl = Either("RESOURCE_SERVICE_ENDPOINT_URL");
        AllowAnonymous = bool.TryParse(Either("DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"), out var anonymous) && anonymous;
        if (!AllowAnonymous)
        {
            BrowserToken = configuration["AppHost:BrowserToken"] ?? Either("DASHBOARD_FRONTEND_BROWSERTOKEN") ?? NewToken();
            OtlpApiKey = configuration["AppHost:OtlpApiKey"] ?? NewToken();
            ResourceServiceApiKey = configuration["AppHost:ResourceService:ApiKey"] ?? Either("DASHBOARD_RESOURCESERVICE_APIKEY") ?? NewToken();
            ApiKey = configuration["AppHost:DashboardApiKey"] ?? NewToken();
        }
    }

    public bool AllowUnsecuredTransport { get; }

    /// <summary>Where people open the dashboard.</summary>
    public IReadOnlyList<string> FrontendUrls { get; }

    /// <summary>Where resources send telemetry.</summary>
    public string? OtlpGrpcUrl { get; }

    public string? OtlpHttpUrl { get; }

    /// <summary>Where this host answers the dashboard; a free port when it is not set.</summary>
    public string? ResourceServiceUrl { get; }

    public bool AllowAnonymous { get; }

    /// <summary>All of these are null when anyone may use the dashboard.</summary>
    public string? BrowserToken { get; }

    public string? OtlpApiKey { get; }

    public string? ResourceServiceApiKey { get; }

    public string? ApiKey { get; }

    public string Environment => _configuration["ASPNETCORE_ENVIRONMENT"] ?? "Production";

    /// <summary>Settings that are meant for the dashboard itself and go to it unchanged.</summary>
    public IEnumerable<KeyValuePair<string, string>> PassedOn =>
        from setting in _configuration.AsEnumerable()
        where setting.Key.StartsWith("ASPIRE_DASHBOARD_", StringComparison.OrdinalIgnoreCase) && setting.Value is not null
        select KeyValuePair.Create(setting.Key, setting.Value!);

    /// <summary>Throws with everything that is wrong, in words.</summary>
    public void Validate()
    {
        var errors = new List<string>();
        if (FrontendUrls.Count == 0)
        {
            errors.Add("ASPNETCORE_URLS is not set: it is the address of the dashboard, for example http://localhost:15888");
        }

        if (OtlpGrpcUrl is null && OtlpHttpUrl is null)
        {
            errors.Add("neither ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL nor ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL is set: resources send their telemetry there");
        }

        foreach (var url in FrontendUrls.Append(OtlpGrpcUrl).Append(OtlpHttpUrl).Append(ResourceServiceUrl).OfType<string>())
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                errors.Add($"'{url}' is not an http or https address");
            }
            else if (uri.Scheme == "http" && !AllowUnsecuredTransport)
            {
                errors.Add($"'{url}' must be an https address unless {UnsecuredTransportSetting} is set to true");
            }
        }

        if (errors.Count > 0)
        {
            throw new DistributedApplicationException($"The dashboard cannot be configured: {string.Join("; ", errors)}.");
        }
    }

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private string? Either(string name) => _configuration["ASPIRE_" + name] ?? _configuration["DOTNET_" + name];
}
