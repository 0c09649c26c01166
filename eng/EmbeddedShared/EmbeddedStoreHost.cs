using System.Net;
using System.Runtime.InteropServices;

namespace SreCopilot.EmbeddedShared;

/// <summary>Runs one store with its <c>/health</c> endpoint until a signal, the end of the parent process, or a failure.</summary>
internal static partial class EmbeddedStoreHost
{
    private const string HealthPort = "HEALTH_PORT";

    /// <summary>Returns the exit code: 0 after a requested stop, 1 after a failure that has been explained in one line.</summary>
    public static async Task<int> RunAsync(string[] args, Func<Settings, ILogger, IEmbeddedStore> create)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.None)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        var settings = new Settings(builder.Configuration);
        var healthPort = settings.Port(HealthPort);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, healthPort));

        await using var app = builder.Build();
        var store = create(settings, app.Logger);
        if (settings.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, settings.Errors));
            return 1;
        }

        app.MapGet("/health", async (CancellationToken cancellation) =>
            await store.IsHealthyAsync(cancellation) ? Results.Text("Healthy") : Results.Text("Unhealthy", statusCode: 503));

        try
        {
            LoopbackPort.ThrowIfTaken(healthPort, HealthPort);
            await RunAsync(app, store);
            return 0;
        }
        catch (EmbeddedStoreException e)
        {
            LogFailure(app.Logger, e.Message);
            return 1;
        }
    }

    private static async Task RunAsync(WebApplication app, IEmbeddedStore store)
    {
        // A closed terminal must stop the store cleanly too; the host itself knows only SIGINT, SIGQUIT and SIGTERM.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            app.Lifetime.StopApplication();
        });
        var stopping = app.Lifetime.ApplicationStopping;
        _ = ParentProcess.WatchAsync(app.Lifetime.StopApplication, stopping);

        await app.StartAsync(stopping);
        try
        {
            await store.RunAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop before it was up.
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);
}
