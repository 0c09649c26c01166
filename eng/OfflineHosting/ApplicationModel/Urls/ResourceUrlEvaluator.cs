using System.Collections.Immutable;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Works out the URLs of a resource once its endpoints have addresses.</summary>
internal static class ResourceUrlEvaluator
{
    public static async Task<ImmutableArray<UrlSnapshot>> EvaluateAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken = default)
    {
        var urls = EndpointUrls(resource);

        // Written by the model and shared by all evaluations, so the callbacks get copies.
        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>().Select(Copy));
        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>().ToList())
        {
            await annotation.Callback(context);
        }

        foreach (var url in context.Urls)
        {
            MakeAbsolute(url, resource);
        }

        return [.. context.Urls.Select(url => new UrlSnapshot(url.Endpoint?.EndpointName, url.Url, IsInternal: url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
        {
            DisplayProperties = new UrlDisplayPropertiesSnapshot(url.DisplayText ?? "", url.DisplayOrder ?? 0),
        })];
    }

    private static List<ResourceUrlAnnotation> EndpointUrls(IResource resource) => resource is IResourceWithEndpoints owner
        ? [.. owner.GetEndpoints().Where(endpoint => endpoint.IsAllocated).Select(endpoint => new ResourceUrlAnnotation { Url = endpoint.Url, Endpoint = endpoint })]
        : [];

    private static ResourceUrlAnnotation Copy(ResourceUrlAnnotation url) => new()
    {
        Url = url.Url,
        DisplayText = url.DisplayText,
        DisplayOrder = url.DisplayOrder,
        DisplayLocation = url.DisplayLocation,
        Endpoint = url.Endpoint,
    };

    private static void MakeAbsolute(ResourceUrlAnnotation url, IResource resource)
    {
        // On Unix a path such as "/admin" counts as an absolute file URI.
        if (Uri.TryCreate(url.Url, UriKind.Absolute, out var absolute) && !absolute.IsFile)
        {
            return;
        }

        var endpoint = url.Endpoint
            ?? (resource as IResourceWithEndpoints)?.GetEndpoints().FirstOrDefault(candidate => candidate.IsAllocated && (candidate.IsHttp || candidate.IsHttps));
        if (endpoint is { IsAllocated: true })
        {
            url.Url = new Uri(new Uri(endpoint.Url), url.Url).ToString();
        }
    }
}
