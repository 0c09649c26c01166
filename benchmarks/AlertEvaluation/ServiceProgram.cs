using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;

namespace SreCopilot.Benchmarks.AlertEvaluation;

/// <summary>A service of the platform, started for this run and ended with it.</summary>
internal sealed class ServiceProgram : IDisposable
{
    private const string Key = "the benchmark signs its internal tokens with it";

    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly InternalTokens _tokens = new(Options.Create(new InternalTokenOptions { Key = Key }), TimeProvider.System);

    private ServiceProgram(Process process, int port)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address => _http.BaseAddress!;

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<ServiceProgram> StartAsync(string name, string connectionString, Uri? metrics = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var start = new ProcessStartInfo(Path.Combine(Metadata("Services"), name, Metadata("Output"), name))
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}", ["ASPNETCORE_ENVIRONMENT"] = "Development", ["INTERNAL_SERVICE_KEY"] = Key,
                ["ENCRYPTION_KEY"] = "the benchmark encrypts nothing with this key", ["METRICS_COLLECTOR_URL"] = metrics?.GetLeftPart(UriPartial.Authority),
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

    public async Task<string> SendAsync(HttpMethod method, string path, Caller caller, string? body = null)
    {
        using var message = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        message.Headers.Add(InternalTokens.HeaderName, _tokens.Issue(caller));
        using var answer = await _http.SendAsync(message);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private static string Metadata(string key) => typeof(ServiceProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("/health", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
