using System.Text.Json;

namespace Aspire.Hosting.Publishing;

/// <summary>A manifest that is being written.</summary>
/// <param name="executionContext">The context of this run.</param>
/// <param name="manifestPath">The file.</param>
/// <param name="writer">The writer.</param>
/// <param name="cancellationToken">Stops the work.</param>
public sealed partial class ManifestPublishingContext(DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken = default)
{
    /// <summary>Gets the context of this run.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>Gets the file.</summary>
    public string ManifestPath { get; } = manifestPath;

    /// <summary>Gets the writer.</summary>
    public Utf8JsonWriter Writer { get; } = writer;

    /// <summary>Gets the token that stops the work.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
