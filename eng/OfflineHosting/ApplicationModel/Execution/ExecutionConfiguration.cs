using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Works out the arguments and environment variables of a resource.</summary>
public interface IExecutionConfigurationBuilder
{
    /// <summary>Adds a step.</summary>
    /// <param name="gatherer">The step.</param>
    /// <returns>This builder.</returns>
    IExecutionConfigurationBuilder AddExecutionConfigurationGatherer(IExecutionConfigurationGatherer gatherer);

    /// <summary>Runs the steps and, in run mode, waits for all values.</summary>
    /// <param name="executionContext">The context of this run.</param>
    /// <param name="resourceLogger">The log of the resource.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The result.</returns>
    Task<IExecutionConfigurationResult> BuildAsync(DistributedApplicationExecutionContext executionContext, ILogger? resourceLogger = null, CancellationToken cancellationToken = default);
}

/// <summary>A step that adds arguments or environment variables.</summary>
public interface IExecutionConfigurationGatherer
{
    /// <summary>Adds arguments or environment variables.</summary>
    /// <param name="context">What was gathered so far.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="resourceLogger">The log of the resource.</param>
    /// <param name="executionContext">The context of this run.</param>
    /// <param name="cancellationToken">Stops the step.</param>
    /// <returns>A task that ends with the step.</returns>
    ValueTask GatherAsync(IExecutionConfigurationGathererContext context, IResource resource, ILogger resourceLogger, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken = default);
}

/// <summary>What was gathered so far.</summary>
public interface IExecutionConfigurationGathererContext
{
    /// <summary>Gets the arguments.</summary>
    List<object> Arguments { get; }

    /// <summary>Gets the environment variables.</summary>
    Dictionary<string, object> EnvironmentVariables { get; }
}

/// <summary>The arguments and environment variables of a resource.</summary>
public interface IExecutionConfigurationResult
{
    /// <summary>Gets the values and resources that they are made of.</summary>
    IEnumerable<object> References { get; }

    /// <summary>Gets the arguments as the model has them and as text.</summary>
    IEnumerable<(object Unprocessed, string Processed, bool IsSensitive)> ArgumentsWithUnprocessed { get; }

    /// <summary>Gets the arguments.</summary>
    IEnumerable<(string Value, bool IsSensitive)> Arguments { get; }

    /// <summary>Gets the environment variables as the model has them and as text.</summary>
    IEnumerable<KeyValuePair<string, (object Unprocessed, string Processed)>> EnvironmentVariablesWithUnprocessed { get; }

    /// <summary>Gets the environment variables.</summary>
    IEnumerable<KeyValuePair<string, string>> EnvironmentVariables { get; }

    /// <summary>Gets what went wrong.</summary>
    Exception? Exception { get; }
}
