using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SreCopilot.Gateway.Tests;

/// <summary>The real entry point on a free port.</summary>
internal sealed class EntryPoint : WebApplicationFactory<Program>
{
    private const string Nowhere = "http://127.0.0.1:1";

    private readonly Dictionary<string, string> _settings;

    private EntryPoint(Dictionary<string, string> settings) => _settings = settings;

    public HttpClient Client { get; private set; } = null!;

    public Uri Address => ClientOptions.BaseAddress;

    public static EntryPoint Start(SpaFolder? spa = null, TestBackend? api = null, TestBackend? websocket = null, params IEnumerable<(string Name, string Value)> settings)
    {
        var all = new Dictionary<string, string>
        {
            ["Logging:LogLevel:Default"] = "None",
            ["API_GATEWAY_URL"] = api?.Address ?? Nowhere,
            ["WEBSOCKET_SERVICE_URL"] = websocket?.Address ?? Nowhere,
            ["Spa:Path"] = spa?.Path ?? Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var entryPoint = new EntryPoint(all);
        entryPoint.UseKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            if (all.TryGetValue("OTLP_GRPC_PORT", out var port))
            {
                kestrel.Listen(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture), endpoint => endpoint.Protocols = HttpProtocols.Http2);
            }
        });
        entryPoint.StartServer();
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null };
        entryPoint.Client = new HttpClient(handler) { BaseAddress = entryPoint.Address };
        return entryPoint;
    }

    public Task<HttpResponseMessage> GetAsync(string path, params IEnumerable<(string Name, string Value)> headers) => SendAsync(HttpMethod.Get, path, headers);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_settings.GetValueOrDefault("environment", "Production"));
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        Client?.Dispose();
        base.Dispose(disposing);
    }
}
