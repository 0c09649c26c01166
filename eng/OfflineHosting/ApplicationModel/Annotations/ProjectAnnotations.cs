namespace Aspire.Hosting.ApplicationModel;

/// <summary>The launch profile that was chosen for a project.</summary>
/// <param name="launchProfileName">The name of the profile.</param>
public sealed class LaunchProfileAnnotation(string launchProfileName) : IResourceAnnotation
{
    /// <summary>Gets the name of the profile.</summary>
    public string LaunchProfileName { get; } = launchProfileName ?? throw new ArgumentNullException(nameof(launchProfileName));
}

/// <summary>The launch profile that projects use when none was chosen: that of the AppHost.</summary>
/// <param name="launchProfileName">The name of the profile.</param>
public sealed class DefaultLaunchProfileAnnotation(string launchProfileName) : IResourceAnnotation
{
    /// <summary>Gets the name of the profile.</summary>
    public string LaunchProfileName { get; } = launchProfileName ?? throw new ArgumentNullException(nameof(launchProfileName));
}

/// <summary>States that no launch profile is used.</summary>
public sealed class ExcludeLaunchProfileAnnotation : IResourceAnnotation;

/// <summary>States that a published project does not trust forwarded headers.</summary>
public sealed class DisableForwardedHeadersAnnotation : IResourceAnnotation;

/// <summary>How many instances of a resource run.</summary>
/// <param name="replicas">The number of instances.</param>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>Gets the number of instances.</summary>
    public int Replicas { get; } = replicas;
}
