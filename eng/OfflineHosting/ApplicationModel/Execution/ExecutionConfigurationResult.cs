namespace Aspire.Hosting.ApplicationModel;

internal sealed class ExecutionConfigurationResult : IExecutionConfigurationResult
{
    private readonly List<Exception> _exceptions = [];

    public List<(object Unprocessed, string Processed, bool IsSensitive)> Arguments { get; } = [];

    public List<KeyValuePair<string, (object Unprocessed, string Processed)>> Variables { get; } = [];

    public Exception? Exception => _exceptions.Count switch
    {
        0 => null,
        1 => _exceptions[0],
        _ => new AggregateException(_exceptions),
    };

    IEnumerable<object> IExecutionConfigurationResult.References =>
        [.. Arguments.Select(argument => argument.Unprocessed).Concat(Variables.Select(variable => variable.Value.Unprocessed)).Where(value => value is not string)];

    IEnumerable<(object Unprocessed, string Processed, bool IsSensitive)> IExecutionConfigurationResult.ArgumentsWithUnprocessed => Arguments;

    IEnumerable<(string Value, bool IsSensitive)> IExecutionConfigurationResult.Arguments => Arguments.Select(argument => (argument.Processed, argument.IsSensitive));

    IEnumerable<KeyValuePair<string, (object Unprocessed, string Processed)>> IExecutionConfigurationResult.EnvironmentVariablesWithUnprocessed => Variables;

    IEnumerable<KeyValuePair<string, string>> IExecutionConfigurationResult.EnvironmentVariables =>
        Variables.Select(variable => KeyValuePair.Create(variable.Key, variable.Value.Processed));

    /// <summary>Runs a step and keeps its error, so that all errors of a resource are known at once.</summary>
    public async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a value provider throws is reported for the resource, not for the host.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _exceptions.Add(exception);
        }
    }
}
