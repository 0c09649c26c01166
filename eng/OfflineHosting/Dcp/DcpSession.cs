using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// One run of DCP, bound to the life of this process: DCP watches our process id and cleans up everything it started
/// when we vanish, however that happens.
/// </summary>
internal sealed partial class DcpSession : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly string[] AppHostPrefixes =
    [
        "Parameters__", "ConnectionStrings__", "AppHost__", "ASPIRE_DASHBOARD_", "DOTNET_DASHBOARD_", "ASPIRE_RESOURCE_SERVICE_", "DOTNET_RESOURCE_SERVICE_",
    ];

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(15);
    private readonly string _folder;
    private readonly ILogger _logger;

    private DcpSession(string folder, DcpClient client, ILogger logger)
    {
        _folder = folder;
        _logger = logger;
        Client = client;
    }

    public DcpClient Client { get; }

    public static async Task<DcpSession> StartAsync(string dcp, ILogger logger, CancellationToken cancellationToken)
    {
        // Private to this user (mode 0700): it holds the API token and the output of every process.
        var folder = Directory.CreateTempSubdirectory("aspire-dcp-").FullName;
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        try
        {
            await LaunchAsync(dcp, folder, kubeconfig, cancellationToken);
            await WaitForFileAsync(kubeconfig, cancellationToken);
            return new DcpSession(folder, new DcpClient(kubeconfig), logger);
        }
        catch
        {
            TryDelete(folder);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(ShutdownTimeout);
        try
        {
            await Client.BeginShutdownAsync(deadline.Token);
            while (await Client.IsStoppingAsync(deadline.Token))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
            }
        }
        catch (HttpRequestException e)
        {
            LogGone(_logger, e);
        }
        catch (OperationCanceledException)
        {
            LogSlowShutdown(_logger, ShutdownTimeout.TotalSeconds);
        }

        Client.Dispose();
        TryDelete(_folder);
    }

    private static async Task LaunchAsync(string dcp, string folder, string kubeconfig, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(dcp)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "start-apiserver",
                "--monitor", Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
                "--monitor-interval", "1",
                "--detach",
                "--kubeconfig", kubeconfig,
            },
            Environment = { ["DCP_SESSION_FOLDER"] = folder },
        };

        foreach (var name in start.Environment.Keys.Where(IsForTheAppHostOnly).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)
            ?? throw new DistributedApplicationException($"Could not start '{dcp}'.");
        // It forks itself into the background and exits; reading to the end could wait for the fork.
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            var error = await process.StandardError.ReadToEndAsync(cancellationToken);
            throw new DistributedApplicationException($"'{dcp} start-apiserver' failed with exit code {process.ExitCode}: {error.Trim()}");
        }
    }

    /// <summary>
    /// Everything that DCP starts inherits its environment. What is meant for the AppHost is kept from it: its own
    /// addresses, and all secrets (parameters and connection strings reach only the resources that refer to them).
    /// </summary>
    private static bool IsForTheAppHostOnly(string name) =>
        name is "ASPNETCORE_URLS" or "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT" or "DOTNET_LAUNCH_PROFILE"
        || AppHostPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static async Task WaitForFileAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!File.Exists(kubeconfig) || new FileInfo(kubeconfig).Length == 0)
        {
            if (Stopwatch.GetElapsedTime(started) > StartTimeout)
            {
                throw new DistributedApplicationException(
                    $"DCP did not become ready within {StartTimeout.TotalSeconds:0} seconds (no {kubeconfig}).");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), cancellationToken);
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // DCP may be deleting it at the same moment; it does so itself at its end.
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "DCP was already gone at shutdown.")]
    private static partial void LogGone(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "DCP is still stopping processes after {Seconds} seconds; it finishes by itself.")]
    private static partial void LogSlowShutdown(ILogger logger, double seconds);
}
