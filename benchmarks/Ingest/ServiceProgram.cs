using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;

namespace SreCopilot.Benchmarks.Ingest;

/// <summary>A service of the platform, started for this run and ended with it.</summary>
internal sealed class ServiceProgram : IDisposable
{
    private const string Key = "the benchmark signs its internal tokens with it";

    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly InternalTokens _tokens = new(Options.Create(new InternalTokenOptions { Key = Key }), TimeProvider.System);
    private readonly Caller _caller = new() { Kind = CallerKind.ApiKey, TenantId = Guid.NewGuid(), ProjectId = Guid.NewGuid(), Scopes = ApiKeyScopes.All };

    private ServiceProgram(Process process, int port)
    {
        _process = process;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
    }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<ServiceProgram> StartAsync(ServiceKind kind, string connectionString)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var start = new ProcessStartInfo(Path.Combine(Metadata("Services"), kind.Name, Metadata("Output"), kind.Name))
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}", ["ASPNETCORE_ENVIRONMENT"] = "Development", ["INTERNAL_SERVICE_KEY"] = Key,
                ["ConnectionStrings__srecopilot"] = connectionString, ["ConnectionStrings__redis"] = "127.0.0.1:1", ["Logging__LogLevel__Default"] = "Error",
            },
        };
        var service = new ServiceProgram(Process.Start(start)!, port);
        service._process.BeginOutputReadLine();
        while (!await service.IsReadyAsync())
        {
            await Task.Delay(100);
        }

        return service;
    }

    /// <summary>Sends all requests, so many at a time.</summary>
    public async Task SendAsync(Scenario scenario, IReadOnlyList<byte[]> requests, int clients)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (int request; (request = Interlocked.Increment(ref next)) < requests.Count;)
            {
                await SendAsync(scenario, requests[request]);
            }
        }));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private static string Metadata(string key) => typeof(ServiceProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private async Task SendAsync(Scenario scenario, byte[] body)
    {
        while (true)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, scenario.Path) { Content = new ByteArrayContent(body) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(scenario.Type);
            message.Headers.Add(InternalTokens.HeaderName, _tokens.Issue(_caller));
            using var answer = await _http.SendAsync(message);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
            {
                throw new InvalidOperationException($"{scenario.Name}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await _http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
