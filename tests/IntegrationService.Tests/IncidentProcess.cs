using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>The real incident-service as a program of its own.</summary>
internal sealed class IncidentProcess : IAsyncDisposable
{
    private readonly Process _process;

    private IncidentProcess(string connectionString, string redis)
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        }

        var program = typeof(IncidentProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "IncidentService").Value!;
        _process = Process.Start(new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["SERVICE_PORT"] = new Uri(Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ConnectionStrings__srecopilot"] = connectionString,
                ["ConnectionStrings__redis"] = redis,
                ["INTERNAL_SERVICE_KEY"] = IntegrationServer.InternalKey,
                ["Database__ConnectTimeoutSeconds"] = "60",
                ["Logging__LogLevel__Default"] = "Warning",
            },
        })!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Address { get; }

    public static async Task<IncidentProcess> StartAsync(string connectionString, string redis)
    {
        var service = new IncidentProcess(connectionString, redis);
        using var http = new HttpClient();
        await Wait.UntilAsync(async () =>
        {
            Assert.False(service._process.HasExited, "incident-service did not start.");
            try
            {
                return (await http.GetAsync(new Uri($"{service.Address}/health"), TestContext.Current.CancellationToken)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
