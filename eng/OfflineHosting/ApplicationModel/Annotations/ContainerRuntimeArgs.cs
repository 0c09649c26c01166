namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds arguments for the container runtime, for example <c>--memory</c>.</summary>
public sealed class ContainerRuntimeArgsCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Initializes the annotation.</summary>
    /// <param name="callback">Adds the arguments.</param>
    public ContainerRuntimeArgsCallbackAnnotation(Func<ContainerRuntimeArgsCallbackContext, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Callback = callback;
    }

    /// <summary>Initializes the annotation.</summary>
    /// <param name="callback">Adds the arguments.</param>
    public ContainerRuntimeArgsCallbackAnnotation(Action<IList<object>> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Callback = context =>
        {
            callback(context.Args);
            return Task.CompletedTask;
        };
    }

    /// <summary>Gets the callback.</summary>
    public Func<ContainerRuntimeArgsCallbackContext, Task> Callback { get; }
}

/// <summary>What a <see cref="ContainerRuntimeArgsCallbackAnnotation" /> works on.</summary>
/// <param name="args">The arguments so far.</param>
/// <param name="cancellationToken">Stops the work.</param>
public sealed class ContainerRuntimeArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default)
{
    /// <summary>Gets the arguments so far.</summary>
    public IList<object> Args { get; } = args ?? throw new ArgumentNullException(nameof(args));

    /// <summary>Gets the token that stops the work.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
