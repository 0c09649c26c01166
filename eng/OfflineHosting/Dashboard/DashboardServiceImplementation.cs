using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard asks the AppHost: resources, their console logs, and commands on them.</summary>
internal sealed partial class DashboardServiceImplementation(
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands,
    AppHostInformation appHost,
    ILogger<DashboardServiceImplementation> logger) : DashboardService.DashboardServiceBase
{
    private const string AppHostSuffix = ".AppHost";

    public override Task<ApplicationInformationResponse> GetApplicationInformation(
        ApplicationInformationRequest request, ServerCallContext context) =>
        Task.FromResult(new ApplicationInformationResponse { ApplicationName = ApplicationName(appHost.Name) });

    public override async Task WatchResources(
        WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context)
    {
        using var stop = StopWith(context);
        // The subscription starts with the current state of every resource; what is there at once is the initial data.
        var updates = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        var pump = PumpAsync(notifications.WatchAsync(stop.Token), updates.Writer);
        try
        {
            var initial = new InitialResourceData();
            initial.Resources.AddRange(Drain(updates.Reader).Select(ResourceConverter.ToProto));
            await responseStream.WriteAsync(new WatchResourcesUpdate { InitialData = initial }, stop.Token);

            while (await updates.Reader.WaitToReadAsync(stop.Token))
            {
                var changes = new WatchResourcesChanges();
                changes.Value.AddRange(Drain(updates.Reader).Select(update =>
                    new WatchResourcesChange { Upsert = ResourceConverter.ToProto(update) }));
                await responseStream.WriteAsync(new WatchResourcesUpdate { Changes = changes }, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The dashboard hung up, or the host is stopping.
        }
        finally
        {
            await stop.CancelAsync();
            await pump;
        }
    }

    public override async Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request,
        IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream,
        ServerCallContext context)
    {
        using var stop = StopWith(context);
        var batches = request.SuppressFollow ? logs.GetAllAsync(request.ResourceName) : logs.WatchAsync(request.ResourceName);
        try
        {
            await foreach (var batch in batches.WithCancellation(stop.Token))
            {
                var update = new WatchResourceConsoleLogsUpdate();
                update.LogLines.AddRange(batch.Select(line => new ConsoleLogLine
                {
                    LineNumber = line.LineNumber,
                    Text = line.Content,
                    IsStdErr = line.IsErrorMessage,
                }));
                await responseStream.WriteAsync(update, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The dashboard hung up, or the host is stopping.
        }
    }

    public override async Task<ResourceCommandResponse> ExecuteResourceCommand(
        ResourceCommandRequest request, ServerCallContext context)
    {
        LogCommand(logger, request.CommandName, request.ResourceName);
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, context.CancellationToken);
        var response = new ResourceCommandResponse
        {
            Kind = result.Canceled ? ResourceCommandResponseKind.Cancelled
                : result.Success ? ResourceCommandResponseKind.Succeeded
                : ResourceCommandResponseKind.Failed,
        };
        if (result.Message is { } message)
        {
            response.ErrorMessage = message;
        }

        return response;
    }

    /// <summary>This host never opens a dialog: the stream stays open, and silent, as long as the dashboard likes.</summary>
    public override async Task WatchInteractions(
        IAsyncStreamReader<WatchInteractionsRequestUpdate> requestStream,
        IServerStreamWriter<WatchInteractionsResponseUpdate> responseStream,
        ServerCallContext context)
    {
        using var stop = StopWith(context);
        await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private CancellationTokenSource StopWith(ServerCallContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, appHost.Stopping);

    private static async Task PumpAsync(IAsyncEnumerable<ResourceEvent> source, ChannelWriter<ResourceEvent> target)
    {
        try
        {
            await foreach (var update in source)
            {
                target.TryWrite(update);
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            target.TryComplete();
        }
    }

    /// <summary>Everything that is waiting, the newest state of each resource only.</summary>
    private static Dictionary<string, ResourceEvent>.ValueCollection Drain(ChannelReader<ResourceEvent> updates)
    {
        var latest = new Dictionary<string, ResourceEvent>(StringComparer.Ordinal);
        while (updates.TryRead(out var update))
        {
            latest[update.ResourceId] = update;
        }

        return latest.Values;
    }

    private static string ApplicationName(string name) =>
        name.EndsWith(AppHostSuffix, StringComparison.OrdinalIgnoreCase) ? name[..^AppHostSuffix.Length] : name;

    [LoggerMessage(Level = LogLevel.Debug, Message = "The dashboard asks for command '{Command}' on resource '{Resource}'.")]
    private static partial void LogCommand(ILogger logger, string command, string resource);
}
