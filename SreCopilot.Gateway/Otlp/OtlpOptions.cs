namespace SreCopilot.Gateway.Otlp;

/// <summary>Where exporters of OpenTelemetry may come in beside <c>/v1/...</c>.</summary>
internal sealed class OtlpOptions
{
    /// <summary>The port for OTLP over gRPC; usually 4317. Environment variable <c>OTLP_GRPC_PORT</c>; default: none.</summary>
    public int? GrpcPort { get; set; }
}

internal static class OtlpListening
{
    private const string PortVariable = "OTLP_GRPC_PORT";

    // What the framework listens on when it is told nothing.
    private const string DefaultAddress = "http://localhost:5000";

    /// <summary>
    /// Listens on a second port, which speaks HTTP/2 only: without TLS a client and a server cannot agree on a version, so
    /// browsers (HTTP/1.1) and gRPC (HTTP/2 from the first byte) need a port each.
    /// </summary>
    public static void AddOtlp(this WebApplicationBuilder builder)
    {
        var options = builder.Services.AddOptions<OtlpOptions>();
        if (builder.Configuration[PortVariable] is not { Length: > 0 } text)
        {
            return;
        }

        if (!ushort.TryParse(text, out var port) || port == 0)
        {
            options.Validate(_ => false, $"{PortVariable} is '{text}'; it must be a port number from 1 to 65535.").ValidateOnStart();
            return;
        }

        options.Configure(otlp => otlp.GrpcPort = port);
        var host = builder.Configuration["DOTNET_RUNNING_IN_CONTAINER"] == "true" ? "*" : "127.0.0.1";
        builder.WebHost.UseUrls([.. Addresses(builder.Configuration), $"http://{host}:{port}"]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            if (endpoint.IPEndPoint?.Port == port)
            {
                endpoint.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2;
            }
        }));
    }

    // ASPNETCORE_URLS, else HTTP_PORTS, as the framework itself has it.
    private static IEnumerable<string> Addresses(ConfigurationManager configuration) =>
        Split(configuration[WebHostDefaults.ServerUrlsKey]) is { Length: > 0 } urls ? urls
        : Split(configuration[WebHostDefaults.HttpPortsKey]) is { Length: > 0 } ports ? ports.Select(port => $"http://*:{port}")
        : [DefaultAddress];

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
