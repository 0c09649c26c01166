using System.Diagnostics;
using System.Reflection;

namespace SreCopilot.EndToEnd.Tests.Alerts;

/// <summary>A real Prometheus or Alertmanager, as Debian ships it, on ports of its own.</summary>
internal sealed class MonitoringProgram : IAsyncDisposable
{
    private readonly Process _process;

    private MonitoringProgram(Process process) => _process = process;

    /// <param name="name">prometheus or prometheus-alertmanager: installed, or unpacked by eng/setup.sh --tests.</param>
    /// <param name="url">Where it answers.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<MonitoringProgram> StartAsync(string name, string url, IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Find(name), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var log = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        await Wait.UntilAsync(async () =>
        {
            Assert.False(process.HasExited, $"{name} ended: {log}");
            try
            {
                return (await http.GetAsync(new Uri($"{url}/-/ready"), TestContext.Current.CancellationToken)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return new MonitoringProgram(process);

        void Note(string? line)
        {
            lock (log)
            {
                log.AppendLine(line);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string Find(string name)
    {
        var unpacked = typeof(MonitoringProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "MonitoringPrograms").Value!;
        return new[] { unpacked, "/usr/bin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"There is no {name}: run eng/setup.sh --tests.");
    }
}
