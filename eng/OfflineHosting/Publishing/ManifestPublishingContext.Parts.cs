using System.Runtime.ExceptionServices;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

public sealed partial class ManifestPublishingContext
{
    private readonly ManifestPorts _ports = new();

    /// <summary>Makes a path relative to the folder of the manifest, with forward slashes.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The relative path.</returns>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(path))]
    public string? GetManifestRelativePath(string? path) =>
        path is null ? null : Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(ManifestPath))!, path).Replace('\\', '/');

    /// <summary>Writes the connection string of a resource, if it has one.</summary>
    /// <param name="resource">The resource.</param>
    public void WriteConnectionString(IResource resource)
    {
        if (resource is IResourceWithConnectionString { ConnectionStringExpression: { } expression })
        {
            TryAddDependentResources(expression);
            Writer.WriteString("connectionString", Placeholder(expression, expression.ValueExpression));
        }
    }

    /// <summary>Writes the endpoints of a resource, if it has any.</summary>
    /// <param name="resource">The resource.</param>
    public void WriteBindings(IResource resource)
    {
        if (!resource.TryGetEndpoints(out var endpoints))
        {
            return;
        }

        Writer.WriteStartObject("bindings");
        foreach (var (endpoint, port, targetPort) in _ports.Resolve(resource, endpoints))
        {
            Writer.WriteStartObject(endpoint.Name);
            Writer.WriteString("scheme", endpoint.UriScheme);
            Writer.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
            Writer.WriteString("transport", endpoint.Transport);
            if (port is int exposed)
            {
                Writer.WriteNumber("port", exposed);
            }

            if (targetPort is int target)
            {
                Writer.WriteNumber("targetPort", target);
            }

            if (endpoint.IsExternal)
            {
                Writer.WriteBoolean("external", true);
            }

            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
    }

    /// <summary>Writes the environment variables of a resource, if it has any.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>A task that ends with the work.</returns>
    public async Task WriteEnvironmentVariablesAsync(IResource resource)
    {
        var configuration = await ExecutionConfigurationBuilder.Create(resource).WithEnvironmentVariablesConfig()
            .BuildAsync(ExecutionContext, resourceLogger: null, CancellationToken);
        ThrowIfFailed(configuration);
        var variables = configuration.EnvironmentVariablesWithUnprocessed.ToList();
        if (variables.Count == 0)
        {
            return;
        }

        Writer.WriteStartObject("env");
        foreach (var (name, (value, text)) in variables)
        {
            Writer.WriteString(name, Placeholder(value, text));
            TryAddDependentResources(value);
        }

        Writer.WriteEndObject();
    }

    /// <summary>Writes the command-line arguments of a resource, if it has any.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>A task that ends with the work.</returns>
    public async Task WriteCommandLineArgumentsAsync(IResource resource)
    {
        var configuration = await ExecutionConfigurationBuilder.Create(resource).WithArgumentsConfig()
            .BuildAsync(ExecutionContext, resourceLogger: null, CancellationToken);
        ThrowIfFailed(configuration);
        var arguments = configuration.ArgumentsWithUnprocessed.ToList();
        if (arguments.Count == 0)
        {
            return;
        }

        Writer.WriteStartArray("args");
        foreach (var (value, text, _) in arguments)
        {
            Writer.WriteStringValue(Placeholder(value, text));
            TryAddDependentResources(value);
        }

        Writer.WriteEndArray();
    }

    private void WriteMounts(ContainerResource container)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().ToLookup(mount => mount.Type);
        WriteMounts("bindMounts", mounts[ContainerMountType.BindMount], "source", mount => GetManifestRelativePath(mount.Source));
        WriteMounts("volumes", mounts[ContainerMountType.Volume], "name", mount => mount.Source);
    }

    private void WriteMounts(string property, IEnumerable<ContainerMountAnnotation> mounts, string sourceProperty, Func<ContainerMountAnnotation, string?> source)
    {
        if (!mounts.Any())
        {
            return;
        }

        Writer.WriteStartArray(property);
        foreach (var mount in mounts)
        {
            Writer.WriteStartObject();
            if (source(mount) is { } text)
            {
                Writer.WriteString(sourceProperty, text);
            }

            Writer.WriteString("target", mount.Target);
            Writer.WriteBoolean("readOnly", mount.IsReadOnly);
            Writer.WriteEndObject();
        }

        Writer.WriteEndArray();
    }

    private static void ThrowIfFailed(IExecutionConfigurationResult configuration)
    {
        if (configuration.Exception is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }
    }
}
