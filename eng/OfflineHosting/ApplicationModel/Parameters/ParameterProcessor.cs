using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Finds out at the start which parameters have a value; those that need a missing one wait.</summary>
internal sealed partial class ParameterProcessor(
    ResourceNotificationService notifications, ResourceLoggerService loggers, ILogger<ParameterProcessor> logger)
{
    public async Task InitializeParametersAsync(DistributedApplicationModel model)
    {
        foreach (var parameter in model.Resources.OfType<ParameterResource>().Union(ReferencedBy(model)).ToList())
        {
            await InitializeAsync(parameter);
        }
    }

    private async Task InitializeAsync(ParameterResource parameter)
    {
        try
        {
            var value = parameter.ValueOrThrow;
            await PublishAsync(parameter, new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success), value);
        }
        catch (MissingParameterValueException exception)
        {
            parameter.Pending = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            await PublishAsync(parameter, new ResourceStateSnapshot(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Warn), exception.Message);
            LogMissing(logger, parameter.Name, parameter.ConfigurationKey);
            LogMissing(loggers.GetLogger(parameter), parameter.Name, parameter.ConfigurationKey);
        }
#pragma warning disable CA1031 // The value may come from code of the AppHost; its failure is the parameter's, not the application's.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            parameter.Pending = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            parameter.Pending.SetException(exception);
            await PublishAsync(parameter, new ResourceStateSnapshot("Error initializing parameter", KnownResourceStateStyles.Error), exception.Message);
            LogFailed(logger, parameter.Name, exception.Message);
        }
    }

    private Task PublishAsync(ParameterResource parameter, ResourceStateSnapshot state, string value) =>
        notifications.PublishUpdateAsync(parameter, snapshot => snapshot with
        {
            State = state,
            ReadyHandlers = state.Text == KnownResourceStates.Running ? Task.CompletedTask : null,
            StartTimeStamp = DateTime.UtcNow,
            Properties =
            [
                .. snapshot.Properties.Where(property => property.Name != "Value"),
                new ResourcePropertySnapshot("Value", value) { IsSensitive = parameter.Secret && state.Text == KnownResourceStates.Running },
            ],
        });

    // Generated passwords are not in the model, but what uses them is.
    private static IEnumerable<ParameterResource> ReferencedBy(DistributedApplicationModel model)
    {
        var seen = new HashSet<object>();
        return model.Resources.OfType<IResourceWithConnectionString>().SelectMany(resource => Parameters(resource.ConnectionStringExpression));

        IEnumerable<ParameterResource> Parameters(object value) => value switch
        {
            ParameterResource parameter => [parameter],
            IValueWithReferences composite when seen.Add(composite) => composite.References.SelectMany(Parameters),
            _ => [],
        };
    }

    [LoggerMessage(LogLevel.Warning, "Parameter '{Parameter}' has no value, and whatever needs it waits. Set '{ConfigurationKey}' (user secrets, appsettings, environment or command line) and start again.")]
    private static partial void LogMissing(ILogger logger, string parameter, string configurationKey);

    [LoggerMessage(LogLevel.Error, "Parameter '{Parameter}' could not be initialized: {Message}")]
    private static partial void LogFailed(ILogger logger, string parameter, string message);
}
