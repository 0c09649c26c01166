using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>An application that a test may still change before it builds it.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>Gets the configuration of the host.</summary>
    new ConfigurationManager Configuration => ((IDistributedApplicationBuilder)this).Configuration;

    /// <summary>Gets the folder of the AppHost's project.</summary>
    new string AppHostDirectory => ((IDistributedApplicationBuilder)this).AppHostDirectory;

    /// <summary>Gets the AppHost's assembly.</summary>
    new Assembly? AppHostAssembly => ((IDistributedApplicationBuilder)this).AppHostAssembly;

    /// <summary>Gets the environment of the host.</summary>
    new IHostEnvironment Environment => ((IDistributedApplicationBuilder)this).Environment;

    /// <summary>Gets the services of the host.</summary>
    new IServiceCollection Services => ((IDistributedApplicationBuilder)this).Services;

    /// <summary>Gets what the application is built for.</summary>
    new DistributedApplicationExecutionContext ExecutionContext => ((IDistributedApplicationBuilder)this).ExecutionContext;

    /// <summary>Gets the events of the application.</summary>
    new IDistributedApplicationEventing Eventing => ((IDistributedApplicationBuilder)this).Eventing;

    /// <summary>Gets the resources of the application.</summary>
    new IResourceCollection Resources => ((IDistributedApplicationBuilder)this).Resources;

    /// <summary>Adds a resource.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>A builder to configure it.</returns>
    new IResourceBuilder<T> AddResource<T>(T resource) where T : IResource => ((IDistributedApplicationBuilder)this).AddResource(resource);

    /// <summary>Makes a builder for a resource that was added before.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <returns>A builder to configure it.</returns>
    new IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource =>
        ((IDistributedApplicationBuilder)this).CreateResourceBuilder(resource);

    /// <summary>Builds the application; it does not run yet.</summary>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>The application, to be started and disposed of by the test.</returns>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
