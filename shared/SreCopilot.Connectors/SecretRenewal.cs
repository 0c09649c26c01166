using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SreCopilot.Database;

namespace SreCopilot.Connectors;

/// <summary>
/// After a change of ENCRYPTION_KEY writes every stored secret anew, so that the previous key can be retired without anybody
/// entering anything again. Replicas may do it at the same time: a row is only changed if it is still as it was read.
/// </summary>
public abstract partial class SecretRenewal(TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Writes anew what another key than the current one encrypted.</summary>
    /// <param name="cancel">Ends the service.</param>
    /// <returns>How many rows were changed.</returns>
    protected abstract Task<int> RenewAsync(CancellationToken cancel);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                if (await RenewAsync(stoppingToken) is > 0 and var renewed)
                {
                    LogRenewed(logger, renewed);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                pause = PauseAfterFailure;
                if (!DatabaseFaults.IsUnavailable(exception))
                {
                    LogFailed(logger, exception);
                }
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Information, "The secrets of {Count} connections were encrypted with the current key")]
    private static partial void LogRenewed(ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "Encrypting stored secrets with the current key failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
