using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What an <see cref="EnvironmentCallbackAnnotation" /> works on.</summary>
/// <param name="executionContext">The context of this run.</param>
/// <param name="environmentVariables">The variables so far.</param>
/// <param name="cancellationToken">Stops the work.</param>
public class EnvironmentCallbackContext(DistributedApplicationExecutionContext executionContext, Dictionary<string, object>? environmentVariables = null, CancellationToken cancellationToken = default)
{
    private readonly IResource? _resource;

    /// <summary>Initializes the context for a resource.</summary>
    /// <param name="executionContext">The context of this run.</param>
    /// <param name="resource">The resource whose variables they are.</param>
    /// <param name="environmentVariables">The variables so far.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public EnvironmentCallbackContext(DistributedApplicationExecutionContext executionContext, IResource resource, Dictionary<string, object>? environmentVariables = null, CancellationToken cancellationToken = default)
        : this(executionContext, environmentVariables, cancellationToken) => _resource = resource;

    /// <summary>Gets the variables so far: text or values that are known later.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables ?? [];

    /// <summary>Gets the context of this run.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext ?? throw new ArgumentNullException(nameof(executionContext));

    /// <summary>Gets the resource whose variables they are.</summary>
    public IResource Resource => _resource ?? throw new InvalidOperationException("This context was made without a resource.");

    /// <summary>Gets or sets the log of the resource.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Gets the token that stops the work.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}

/// <summary>What a <see cref="CommandLineArgsCallbackAnnotation" /> works on.</summary>
/// <param name="args">The arguments so far.</param>
/// <param name="cancellationToken">Stops the work.</param>
public sealed class CommandLineArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default)
{
    private readonly IResource? _resource;

    /// <summary>Initializes the context for a resource.</summary>
    /// <param name="args">The arguments so far.</param>
    /// <param name="resource">The resource whose arguments they are.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public CommandLineArgsCallbackContext(IList<object> args, IResource resource, CancellationToken cancellationToken = default)
        : this(args, cancellationToken) => _resource = resource;

    /// <summary>Gets the arguments so far: text or values that are known later.</summary>
    public IList<object> Args { get; } = args ?? throw new ArgumentNullException(nameof(args));

    /// <summary>Gets the context of this run.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; init; } = new(DistributedApplicationOperation.Run);

    /// <summary>Gets the resource whose arguments they are.</summary>
    public IResource Resource => _resource ?? throw new InvalidOperationException("This context was made without a resource.");

    /// <summary>Gets the log of the resource.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Gets the token that stops the work.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
