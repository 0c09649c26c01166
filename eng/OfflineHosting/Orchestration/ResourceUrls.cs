using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>The links the dashboard shows for a resource.</summary>
internal static partial class ResourceUrls
{
    /// <summary>
    /// Once the endpoints have addresses: one link per endpoint, then what the AppHost added, then its callbacks over all
    /// of them. The result replaces the annotations.
    /// </summary>
    public static async Task ResolveAsync(
        IResource resource, DistributedApplicationExecutionContext execution, ILogger logger, CancellationToken cancellationToken)
    {
        var urls = new List<ResourceUrlAnnotation>();
        if (resource is IResourceWithEndpoints owner)
        {
            urls.AddRange(
                from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
                where endpoint.AllocatedEndpoint is not null
                select new ResourceUrlAnnotation
                {
                    Url = endpoint.AllocatedEndpoint!.UriString,
                    Endpoint = new EndpointReference(owner, endpoint),
                });
        }

        foreach (var added in resource.Annotations.OfType<ResourceUrlAnnotation>().ToArray())
        {
            urls.Add(added);
            resource.Annotations.Remove(added);
        }

        var context = new ResourceUrlsCallbackContext(execution, resource, urls, cancellationToken) { Logger = logger };
        foreach (var callback in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>().ToArray())
        {
            try
            {
                await callback.Callback(context);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A link is no reason not to start.
                LogFailed(logger, resource.Name, e);
            }
        }

        foreach (var url in urls)
        {
            if (url.Url.StartsWith('/') && url.Endpoint is { IsAllocated: true } endpoint)
            {
                url.Url = endpoint.Url.TrimEnd('/') + url.Url;
            }

            resource.Annotations.Add(url);
        }
    }

    /// <summary>The links as the dashboard gets them; those of endpoints count as dead while nothing listens there.</summary>
    public static ImmutableArray<UrlSnapshot> Snapshots(IResource resource, bool active) =>
    [
        .. resource.Annotations.OfType<ResourceUrlAnnotation>().ToArray().Select(url =>
            new UrlSnapshot(url.Endpoint?.EndpointName, url.Url, IsInternal: url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
            {
                IsInactive = url.Endpoint is not null && !active,
                DisplayProperties = new UrlDisplayPropertiesSnapshot(url.DisplayText ?? "", url.DisplayOrder ?? 0),
            }),
    ];

    [LoggerMessage(Level = LogLevel.Error, Message = "A callback for the links of resource '{Resource}' failed.")]
    private static partial void LogFailed(ILogger logger, string resource, Exception exception);
}
