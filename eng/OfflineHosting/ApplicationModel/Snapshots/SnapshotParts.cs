using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The state of a resource.</summary>
/// <param name="Text">The state, for example <c>Running</c>.</param>
/// <param name="Style">How the dashboard shows it.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>Makes a state of its text.</summary>
    /// <param name="s">The text.</param>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, Style: null);
}

/// <summary>An environment variable.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="IsFromSpec">Whether the model set it, rather than the machine.</param>
public sealed record EnvironmentVariableSnapshot(string Name, string? Value, bool IsFromSpec);

/// <summary>A URL.</summary>
/// <param name="Name">The name of its endpoint.</param>
/// <param name="Url">The URL.</param>
/// <param name="IsInternal">Whether it is of no use to people.</param>
public sealed record UrlSnapshot(string? Name, string Url, bool IsInternal)
{
    /// <summary>Gets whether it cannot be used at the moment.</summary>
    public bool IsInactive { get; init; }

    /// <summary>Gets how it is shown.</summary>
    public UrlDisplayPropertiesSnapshot DisplayProperties { get; init; } = new();
}

/// <summary>How a URL is shown.</summary>
/// <param name="DisplayName">The text shown instead of the URL.</param>
/// <param name="SortOrder">Its place: higher numbers come first.</param>
public sealed record UrlDisplayPropertiesSnapshot(string DisplayName = "", int SortOrder = 0);

/// <summary>A volume.</summary>
/// <param name="Source">The volume or folder.</param>
/// <param name="Target">The folder in the container.</param>
/// <param name="MountType">What is mounted.</param>
/// <param name="IsReadOnly">Whether the container may only read it.</param>
public sealed record VolumeSnapshot(string? Source, string Target, string MountType, bool IsReadOnly);

/// <summary>A relationship.</summary>
/// <param name="ResourceName">The name of the other resource.</param>
/// <param name="Type">The kind of relationship.</param>
public sealed record RelationshipSnapshot(string ResourceName, string Type);

/// <summary>A property.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value: text, number or list.</param>
public sealed record ResourcePropertySnapshot(string Name, object? Value)
{
    /// <summary>Gets whether the value is secret.</summary>
    public bool IsSensitive { get; init; }
}

/// <summary>The result of a health check.</summary>
/// <param name="Name">The name of the check.</param>
/// <param name="Status">The result; nothing before the first run.</param>
/// <param name="Description">What the check says.</param>
/// <param name="ExceptionText">What went wrong.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText)
{
    /// <summary>Gets when the check last ran.</summary>
    public DateTime? LastRunAt { get; init; }
}

/// <summary>A command.</summary>
/// <param name="Name">The name.</param>
/// <param name="State">Whether it can be used.</param>
/// <param name="DisplayName">The text of its button.</param>
/// <param name="DisplayDescription">What it does.</param>
/// <param name="Parameter">What it is given.</param>
/// <param name="ConfirmationMessage">The question asked before it runs.</param>
/// <param name="IconName">The name of its icon.</param>
/// <param name="IconVariant">The variant of its icon.</param>
/// <param name="IsHighlighted">Whether it stands outside the menu.</param>
public sealed record ResourceCommandSnapshot(
    string Name,
    ResourceCommandState State,
    string DisplayName,
    string? DisplayDescription,
    object? Parameter,
    string? ConfirmationMessage,
    string? IconName,
    IconVariant? IconVariant,
    bool IsHighlighted);
