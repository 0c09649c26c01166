using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OfflineHosting.Orchestration.Tests;

/// <summary>
/// The sample AppHost as a process of its own. Everything it starts inherits a mark in its environment, by which the test
/// finds whatever is left.
/// </summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    public const string Secret = "a-secret-that-nobody-may-see";
    private readonly string _mark = $"OFFLINE_HOSTING_TEST={Guid.NewGuid():N}";
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    public AppHostProcess(params string[] args)
    {
        TestApplication.SkipWhenNotInstalled();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(TestApplication.AppHostProgram);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        start.Environment["OFFLINE_HOSTING_TEST"] = _mark[(_mark.IndexOf('=', StringComparison.Ordinal) + 1)..];
        start.Environment["Parameters__key"] = Secret;
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        start.Environment["ASPNETCORE_URLS"] = "http://localhost:0";
        start.Environment["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:0";
        start.Environment["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] = TestApplication.BrowserToken;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public int Id => _process.Id;

    public Task WaitForOutputAsync(string text) => Wait.UntilAsync(() =>
    {
        var said = Output.Contains(text, StringComparison.Ordinal);
        Assert.False(!said && _process.HasExited, $"The AppHost ended: {Output}");
        return said;
    });

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Kill() => _process.Kill();

    /// <summary>As Ctrl-C (SIGINT) or a service manager (SIGTERM) does it.</summary>
    public void Signal(string name) =>
        Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

    /// <summary>Everything that runs because of this AppHost, itself included: process id and command line.</summary>
    public IReadOnlyDictionary<int, string> Processes()
    {
        var found = new Dictionary<int, string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                    && File.ReadAllText(Path.Combine(folder, "environ")).Split('\0').Contains(_mark))
                {
                    found[id] = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is not ours.
            }
        }

        return found;
    }

    public Task WaitUntilNothingIsLeftAsync() => Wait.UntilAsync(() => Processes().Count == 0);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
