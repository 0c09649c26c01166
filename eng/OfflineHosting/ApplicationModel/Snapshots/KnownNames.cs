namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of resources.</summary>
public static class KnownResourceStates
{
    /// <summary>It ended with an error.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>It could not be started.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>It ended.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>It is not shown.</summary>
    [Obsolete("Use CustomResourceSnapshot.IsHidden instead.")]
    public static readonly string Hidden = nameof(Hidden);

    /// <summary>Nobody has started it yet.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>It runs.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>Its container runtime does not work.</summary>
    public static readonly string RuntimeUnhealthy = nameof(RuntimeUnhealthy);

    /// <summary>It is being started.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>It is being stopped.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Its value is missing.</summary>
    public static readonly string ValueMissing = "Value missing";

    /// <summary>It waits for other resources.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>It is in use.</summary>
    public static readonly string Active = nameof(Active);

    /// <summary>It is being built.</summary>
    public static readonly string Building = nameof(Building);

    /// <summary>The states after which nothing happens by itself.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

/// <summary>How states are shown.</summary>
public static class KnownResourceStateStyles
{
    /// <summary>As a success.</summary>
    public static readonly string Success = "success";

    /// <summary>As an error.</summary>
    public static readonly string Error = "error";

    /// <summary>As information.</summary>
    public static readonly string Info = "info";

    /// <summary>As a warning.</summary>
    public static readonly string Warn = "warn";
}

/// <summary>The properties that all kinds of resources may have.</summary>
public static class CustomResourceKnownProperties
{
    /// <summary>Gets the name of the property that tells what runs.</summary>
    public static string Source { get; } = "resource.source";

    /// <summary>Gets the name of the property with the connection string.</summary>
    public static string ConnectionString { get; } = "resource.connectionString";
}

/// <summary>The commands that every running resource has.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts a resource.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops a resource.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops and starts a resource.</summary>
    public static readonly string RestartCommand = "restart";
}
