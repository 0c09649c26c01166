using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A URL of a resource in the dashboard.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    /// <summary>The place of the URL: higher numbers come first.</summary>
    public int? DisplayOrder;

    /// <summary>Gets or sets the URL; relative ones continue that of the endpoint.</summary>
    public required string Url { get; set; }

    /// <summary>Gets or sets the text shown instead of the URL.</summary>
    public string? DisplayText { get; set; }

    /// <summary>Gets the endpoint of the URL.</summary>
    public EndpointReference? Endpoint { get; init; }

    /// <summary>Gets or sets where the URL is shown.</summary>
    public UrlDisplayLocation DisplayLocation { get; set; }
}

/// <summary>Where a URL is shown.</summary>
public enum UrlDisplayLocation
{
    /// <summary>In the list of resources and in the details.</summary>
    SummaryAndDetails,

    /// <summary>In the details only.</summary>
    DetailsOnly,
}

/// <summary>Changes the URLs of a resource once its endpoints have addresses.</summary>
public sealed class ResourceUrlsCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Initializes the annotation.</summary>
    /// <param name="callback">Changes the URLs.</param>
    public ResourceUrlsCallbackAnnotation(Func<ResourceUrlsCallbackContext, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Callback = callback;
    }

    /// <summary>Initializes the annotation.</summary>
    /// <param name="callback">Changes the URLs.</param>
    public ResourceUrlsCallbackAnnotation(Action<ResourceUrlsCallbackContext> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Callback = context =>
        {
            callback(context);
            return Task.CompletedTask;
        };
    }

    /// <summary>Gets the callback.</summary>
    public Func<ResourceUrlsCallbackContext, Task> Callback { get; }
}

/// <summary>What a <see cref="ResourceUrlsCallbackAnnotation" /> works on.</summary>
/// <param name="executionContext">The context of this run.</param>
/// <param name="resource">The resource whose URLs they are.</param>
/// <param name="urls">The URLs so far.</param>
/// <param name="cancellationToken">Stops the work.</param>
public class ResourceUrlsCallbackContext(DistributedApplicationExecutionContext executionContext, IResource resource, List<ResourceUrlAnnotation>? urls = null, CancellationToken cancellationToken = default)
{
    /// <summary>Gets the resource whose URLs they are.</summary>
    public IResource Resource { get; } = resource ?? throw new ArgumentNullException(nameof(resource));

    /// <summary>Gets the URLs so far.</summary>
    public List<ResourceUrlAnnotation> Urls { get; } = urls ?? [];

    /// <summary>Gets the context of this run.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext ?? throw new ArgumentNullException(nameof(executionContext));

    /// <summary>Gets or sets the log of the resource.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Gets the token that stops the work.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Finds an endpoint of the resource.</summary>
    /// <param name="name">The name of the endpoint.</param>
    /// <returns>The endpoint, or nothing.</returns>
    public EndpointReference? GetEndpoint(string name) =>
        Resource is IResourceWithEndpoints owner && owner.GetEndpoint(name) is { Exists: true } endpoint ? endpoint : null;
}
