namespace Aspire.Hosting.ApplicationModel;

/// <summary>States that a resource starts only after another one.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="waitType">What is waited for.</param>
/// <param name="exitCode">The exit code to wait for with <see cref="WaitType.WaitForCompletion" />.</param>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>Gets the other resource.</summary>
    public IResource Resource { get; } = resource ?? throw new ArgumentNullException(nameof(resource));

    /// <summary>Gets what is waited for.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>Gets the exit code to wait for.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Gets what happens when the other resource fails.</summary>
    public WaitBehavior? WaitBehavior { get; init; }
}

/// <summary>What is waited for.</summary>
public enum WaitType
{
    /// <summary>That the other resource runs and is healthy.</summary>
    WaitUntilHealthy,

    /// <summary>That the other resource ends.</summary>
    WaitForCompletion,

    /// <summary>That the other resource runs.</summary>
    WaitUntilStarted,
}

/// <summary>What happens when a resource that is waited for fails.</summary>
public enum WaitBehavior
{
    /// <summary>The wait goes on, so that the resource may be started again.</summary>
    WaitOnResourceUnavailable,

    /// <summary>The wait ends with an error.</summary>
    StopOnResourceUnavailable,
}
