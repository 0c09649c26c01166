using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;

namespace Aspire.Hosting;

/// <summary>Applies, once the model is complete, what was said about all containers or about all endpoints of a resource.</summary>
internal sealed class ModelAdjustments(DistributedApplicationOptions options) : IDistributedApplicationEventingSubscriber
{
    public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        eventing.Subscribe<BeforeStartEvent>((started, _) =>
        {
            foreach (var resource in started.Model.Resources)
            {
                OverrideRegistry(resource);
                ChooseProxies(resource);
            }

            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    private void OverrideRegistry(IResource resource)
    {
        if (options.ContainerRegistryOverride is { } registry && !resource.HasAnnotationOfType<DockerfileBuildAnnotation>())
        {
            foreach (var image in resource.Annotations.OfType<ContainerImageAnnotation>())
            {
                image.Registry = registry;
            }
        }
    }

    // What an endpoint says of itself counts more.
    private static void ChooseProxies(IResource resource)
    {
        if (resource.TryGetLastAnnotation<ProxySupportAnnotation>(out var proxies))
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                endpoint.IsExplicitlyProxied ??= proxies.ProxyEnabled;
            }
        }
    }
}
