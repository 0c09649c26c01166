using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SreCopilot.ReverseProxy;

namespace SreCopilot.WebsocketService;

/// <summary>Configuration section <c>WebSockets</c>.</summary>
internal sealed class WebSocketServiceOptions
{
    public const string SectionName = "WebSockets";

    /// <summary>Seconds a client has for its connect frame. Default 10.</summary>
    [Range(0.1, 60)]
    public double ConnectSeconds { get; set; } = 10;

    /// <summary>Minutes after which a connection needs a new ticket (frame <c>renew</c>), or is closed. Default 30, as long as
    /// an access token lives.</summary>
    [Range(1, 1440)]
    public double SessionMinutes { get; set; } = 30;

    /// <summary>Seconds between two looks for connections whose session ended. Default 1.</summary>
    [Range(0.01, 60)]
    public double SweepSeconds { get; set; } = 1;

    /// <summary>Seconds of silence after which the server pings, and after which a client that does not answer is gone. Default 20.</summary>
    [Range(1, 600)]
    public double HeartbeatSeconds { get; set; } = 20;

    /// <summary>Messages that may wait for one client; with one more it is dropped as too slow. Default 256.</summary>
    [Range(4, 100_000)]
    public int QueueLength { get; set; } = 256;

    /// <summary>Seconds a client has to take the close frame. Default 5.</summary>
    [Range(0.1, 60)]
    public double CloseSeconds { get; set; } = 5;

    /// <summary>Connections of one replica. Default 10000.</summary>
    [Range(1, 1_000_000)]
    public int MaximumConnections { get; set; } = 10_000;

    /// <summary>Connections of one user on one replica. Default 50.</summary>
    [Range(1, 10_000)]
    public int MaximumPerUser { get; set; } = 50;

    /// <summary>Connections that have not shown their ticket yet. Default 1000.</summary>
    [Range(1, 1_000_000)]
    public int MaximumWaiting { get; set; } = 1_000;

    /// <summary>The same from one network address. Default 100.</summary>
    [Range(1, 1_000_000)]
    public int MaximumWaitingPerAddress { get; set; } = 100;

    /// <summary>Seconds between two questions to Redis whether a message was lost. Default 2.</summary>
    [Range(0.01, 60)]
    public double PollSeconds { get; set; } = 2;

    /// <summary>Environment variable <c>AUTH_SERVICE_URL</c>; default <c>http://auth-service:8501</c>.</summary>
    public Uri? AuthService { get; set; }

    /// <summary>Web sites besides the platform's own whose pages may connect, as origins separated by commas: setting
    /// <c>Cors:AllowedOrigins</c>, and <c>FRONTEND_URL</c>, as at api-gateway. Default none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>What could not be read.</summary>
    public List<string> Mistakes { get; } = [];
}

internal sealed class WebSocketOptionsSetup(IConfiguration configuration) : IConfigureOptions<WebSocketServiceOptions>, IValidateOptions<WebSocketServiceOptions>
{
    public void Configure(WebSocketServiceOptions options)
    {
        if (ServiceAddress.TryRead(configuration, "AUTH_SERVICE_URL", "http://auth-service:8501", out var address, out var mistake))
        {
            options.AuthService = address;
        }
        else
        {
            options.Mistakes.Add(mistake);
        }

        options.AllowedOrigins =
        [
            .. new[] { configuration["Cors:AllowedOrigins"], configuration["FRONTEND_URL"] }
                .SelectMany(list => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Select(origin => origin.TrimEnd('/')),
        ];
        options.Mistakes.AddRange(options.AllowedOrigins.Where(origin => !IsOrigin(origin)).Select(origin =>
            $"Cors__AllowedOrigins and FRONTEND_URL must be origins such as https://ops.example.com, without a path or wildcard; this is not: {origin}"));
    }

    public ValidateOptionsResult Validate(string? name, WebSocketServiceOptions options) =>
        options.Mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Mistakes);

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class WebSocketOptionsValidator : IValidateOptions<WebSocketServiceOptions>;

internal static class WebSocketOptionsExtensions
{
    public static void AddWebSocketOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WebSocketServiceOptions>().BindConfiguration(WebSocketServiceOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IConfigureOptions<WebSocketServiceOptions>, WebSocketOptionsSetup>();
        builder.Services.AddSingleton<IValidateOptions<WebSocketServiceOptions>, WebSocketOptionsSetup>();
        builder.Services.AddSingleton<IValidateOptions<WebSocketServiceOptions>, WebSocketOptionsValidator>();
    }
}
