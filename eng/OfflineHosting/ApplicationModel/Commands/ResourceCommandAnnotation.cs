using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A command that people run on a resource.</summary>
/// <param name="name">The name, unique in the resource.</param>
/// <param name="displayName">The text of its button.</param>
/// <param name="updateState">Decides whether it can be used.</param>
/// <param name="executeCommand">Runs it.</param>
/// <param name="displayDescription">What it does.</param>
/// <param name="parameter">What it is given.</param>
/// <param name="confirmationMessage">The question asked before it runs.</param>
/// <param name="iconName">The name of its icon.</param>
/// <param name="iconVariant">The variant of its icon.</param>
/// <param name="isHighlighted">Whether it stands outside the menu.</param>
public sealed class ResourceCommandAnnotation(
    string name,
    string displayName,
    Func<UpdateCommandStateContext, ResourceCommandState> updateState,
    Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand,
    string? displayDescription,
    object? parameter,
    string? confirmationMessage,
    string? iconName,
    IconVariant? iconVariant,
    bool isHighlighted) : IResourceAnnotation
{
    /// <summary>Gets the name.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>Gets the text of its button.</summary>
    public string DisplayName { get; } = displayName ?? throw new ArgumentNullException(nameof(displayName));

    /// <summary>Gets what decides whether it can be used.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState> UpdateState { get; } = updateState ?? throw new ArgumentNullException(nameof(updateState));

    /// <summary>Gets what runs it.</summary>
    public Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand { get; } = executeCommand ?? throw new ArgumentNullException(nameof(executeCommand));

    /// <summary>Gets what it does.</summary>
    public string? DisplayDescription { get; } = displayDescription;

    /// <summary>Gets what it is given.</summary>
    public object? Parameter { get; } = parameter;

    /// <summary>Gets the question asked before it runs.</summary>
    public string? ConfirmationMessage { get; } = confirmationMessage;

    /// <summary>Gets the name of its icon.</summary>
    public string? IconName { get; } = iconName;

    /// <summary>Gets the variant of its icon.</summary>
    public IconVariant? IconVariant { get; } = iconVariant;

    /// <summary>Gets whether it stands outside the menu.</summary>
    public bool IsHighlighted { get; } = isHighlighted;
}

/// <summary>Whether a command can be used.</summary>
public enum ResourceCommandState
{
    /// <summary>Yes.</summary>
    Enabled,

    /// <summary>No, but it is shown.</summary>
    Disabled,

    /// <summary>No, and it is not shown.</summary>
    Hidden,
}

/// <summary>What decides whether a command can be used.</summary>
public sealed class UpdateCommandStateContext
{
    /// <summary>Gets the snapshot of the resource.</summary>
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }

    /// <summary>Gets the services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }
}

/// <summary>What a command works with.</summary>
public sealed class ExecuteCommandContext
{
    /// <summary>Gets the services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }

    /// <summary>Gets the name of the resource instance.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Gets the token that stops the command.</summary>
    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Gets the log of the resource.</summary>
    public required ILogger Logger { get; init; }
}

/// <summary>How a command is shown.</summary>
public class CommandOptions
{
    /// <summary>Gets or sets what it does.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets what it is given.</summary>
    [Obsolete("Use Arguments to describe invocation arguments and ExecuteCommandContext.Arguments to read them.")]
    public object? Parameter { get; set; }

    /// <summary>Gets or sets the question asked before it runs.</summary>
    public string? ConfirmationMessage { get; set; }

    /// <summary>Gets or sets the name of its icon.</summary>
    public string? IconName { get; set; }

    /// <summary>Gets or sets the variant of its icon.</summary>
    public IconVariant? IconVariant { get; set; }

    /// <summary>Gets or sets whether it stands outside the menu.</summary>
    public bool IsHighlighted { get; set; }

    /// <summary>Gets or sets what decides whether it can be used; always by default.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}
