using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace SreCopilot.AiService.Tests.Demo;

/// <summary>Another service of the platform as a program of its own.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServiceProcess(string name, string connectionString, string redis)
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        }

        _process = Process.Start(new ProcessStartInfo(Path.Combine(Metadata("Services"), name, Metadata("Output"), name))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["SERVICE_PORT"] = new Uri(Address).Port.ToString(CultureInfo.InvariantCulture),
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["ConnectionStrings__srecopilot"] = connectionString,
                ["ConnectionStrings__redis"] = redis,
                ["INTERNAL_SERVICE_KEY"] = "tests sign their internal tokens with it",
                ["Database__ConnectTimeoutSeconds"] = "60",
                ["Logging__LogLevel__Default"] = "Warning",
            },
        })!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Address { get; }

    public static async Task<ServiceProcess> StartAsync(string name, string connectionString, string redis)
    {
        var service = new ServiceProcess(name, connectionString, redis);
        using var http = new HttpClient();
        await Wait.UntilAsync(async () =>
        {
            Assert.False(service._process.HasExited, $"{name} did not start.");
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

    private static string Metadata(string key) =>
        typeof(ServiceProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
