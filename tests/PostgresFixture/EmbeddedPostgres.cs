using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace SreCopilot.PostgresFixture;

/// <summary>The program eng/EmbeddedPostgres: it installs and runs the real server, and ends with this process however that ends.</summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly HttpClient Http = new();
    private static readonly string Program = typeof(EmbeddedPostgres).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == nameof(EmbeddedPostgres)).Value!;

    private readonly ConcurrentQueue<string?> _output = new();
    private readonly Process _process;

    private EmbeddedPostgres(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static async Task<EmbeddedPostgres> StartAsync(int port, int healthPort, string dataDirectory, string password)
    {
        var program = new EmbeddedPostgres(new()
        {
            ["POSTGRES_PORT"] = $"{port}",
            ["POSTGRES_DATA_DIR"] = dataDirectory,
            ["POSTGRES_PASSWORD"] = password,
            ["HEALTH_PORT"] = $"{healthPort}",
        });
        await program.WaitUntilHealthyAsync(new Uri($"http://127.0.0.1:{healthPort}/health"));
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task WaitUntilHealthyAsync(Uri health)
    {
        // Generous: the first start on a machine installs the binaries.
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!await IsHealthyAsync())
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {string.Join('\n', _output)}");
            }

            await Task.Delay(20, deadline.Token);
        }

        async Task<bool> IsHealthyAsync()
        {
            try
            {
                using var answer = await Http.GetAsync(health, deadline.Token);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
