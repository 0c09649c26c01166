using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Works out the arguments and environment variables of a resource.</summary>
public sealed class ExecutionConfigurationBuilder : IExecutionConfigurationBuilder
{
    private readonly IResource _resource;
    private readonly List<IExecutionConfigurationGatherer> _gatherers = [];

    private ExecutionConfigurationBuilder(IResource resource) => _resource = resource;

    /// <summary>Begins for a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The builder.</returns>
    public static IExecutionConfigurationBuilder Create(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ExecutionConfigurationBuilder(resource);
    }

    /// <inheritdoc />
    public IExecutionConfigurationBuilder AddExecutionConfigurationGatherer(IExecutionConfigurationGatherer gatherer)
    {
        ArgumentNullException.ThrowIfNull(gatherer);
        _gatherers.Add(gatherer);
        return this;
    }

    /// <inheritdoc />
    public async Task<IExecutionConfigurationResult> BuildAsync(DistributedApplicationExecutionContext executionContext, ILogger? resourceLogger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executionContext);
        var gathered = new GathererContext();
        foreach (var gatherer in _gatherers)
        {
            await gatherer.GatherAsync(gathered, _resource, resourceLogger ?? NullLogger.Instance, executionContext, cancellationToken);
        }

        var resolver = new ValueResolver(_resource, executionContext);
        var result = new ExecutionConfigurationResult();
        foreach (var argument in gathered.Arguments)
        {
            await result.TryAsync(async () =>
            {
                if (await resolver.ResolveAsync(argument, cancellationToken) is { } text)
                {
                    result.Arguments.Add((argument, text, Sensitivity.IsSensitive(argument)));
                }
            });
        }

        foreach (var (name, value) in gathered.EnvironmentVariables)
        {
            await result.TryAsync(async () =>
            {
                // A value that is nothing, such as an optional connection string that is not configured, is not set at all.
                if (await resolver.ResolveAsync(value, cancellationToken) is { } text)
                {
                    result.Variables.Add(new(name, (value, text)));
                }
            });
        }

        return result;
    }

    private sealed class GathererContext : IExecutionConfigurationGathererContext
    {
        public List<object> Arguments { get; } = [];

        public Dictionary<string, object> EnvironmentVariables { get; } = [];
    }
}

/// <summary>The usual steps.</summary>
public static class ExecutionConfigurationBuilderExtensions
{
    /// <summary>Adds the arguments of the model.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IExecutionConfigurationBuilder WithArgumentsConfig(this IExecutionConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddExecutionConfigurationGatherer(new ArgumentsGatherer());
    }

    /// <summary>Adds the environment variables of the model.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IExecutionConfigurationBuilder WithEnvironmentVariablesConfig(this IExecutionConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddExecutionConfigurationGatherer(new EnvironmentGatherer());
    }

    private sealed class ArgumentsGatherer : IExecutionConfigurationGatherer
    {
        public async ValueTask GatherAsync(IExecutionConfigurationGathererContext context, IResource resource, ILogger resourceLogger, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken = default)
        {
            var callbackContext = new CommandLineArgsCallbackContext(context.Arguments, resource, cancellationToken)
            {
                ExecutionContext = executionContext,
                Logger = resourceLogger,
            };
            foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
            {
                await annotation.Callback(callbackContext);
            }
        }
    }

    private sealed class EnvironmentGatherer : IExecutionConfigurationGatherer
    {
        public async ValueTask GatherAsync(IExecutionConfigurationGathererContext context, IResource resource, ILogger resourceLogger, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken = default)
        {
            var callbackContext = new EnvironmentCallbackContext(executionContext, resource, context.EnvironmentVariables, cancellationToken)
            {
                Logger = resourceLogger,
            };
            foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
            {
                await annotation.Callback(callbackContext);
            }
        }
    }
}
