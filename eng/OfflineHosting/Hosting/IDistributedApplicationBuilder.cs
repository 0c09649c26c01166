using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Describes an application of several resources.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Gets the configuration: settings files, environment, user secrets, command line.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>Gets the folder of the AppHost's project.</summary>
    string AppHostDirectory { get; }

    /// <summary>Gets the AppHost's assembly.</summary>
    Assembly? AppHostAssembly => null;

    /// <summary>Gets the environment of the AppHost.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>Gets the services of the AppHost.</summary>
    IServiceCollection Services { get; }

    /// <summary>Gets whether the application runs or is published.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Gets the events.</summary>
    IDistributedApplicationEventing Eventing { get; }

    /// <summary>Gets the resources.</summary>
    IResourceCollection Resources { get; }

    /// <summary>Adds a resource.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>Its builder.</returns>
    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    /// <summary>Makes a builder of a resource that may be in the model or not.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>Its builder.</returns>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource;

    /// <summary>Builds the application.</summary>
    /// <returns>The application.</returns>
    DistributedApplication Build();
}

/// <summary>Finds resources.</summary>
public static class DistributedApplicationBuilderExtensions
{
    /// <summary>Makes a builder of a resource of the model.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> CreateResourceBuilder<T>(this IDistributedApplicationBuilder builder, string name) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Resources.TryGetByName(name, out var resource)
            ? resource is T typed
                ? builder.CreateResourceBuilder(typed)
                : throw new InvalidOperationException($"Resource '{name}' of type '{resource.GetType()}' is not of the expected type '{typeof(T)}'.")
            : throw new InvalidOperationException($"Resource '{name}' was not found.");
    }

    /// <summary>Makes a builder of a resource of the model, if there is such a resource.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="resourceBuilder">The builder.</param>
    /// <returns>Whether there is such a resource.</returns>
    public static bool TryCreateResourceBuilder<T>(this IDistributedApplicationBuilder builder, string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IResourceBuilder<T>? resourceBuilder)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        resourceBuilder = builder.Resources.TryGetByName(name, out var resource) && resource is T typed ? builder.CreateResourceBuilder(typed) : null;
        return resourceBuilder is not null;
    }
}
