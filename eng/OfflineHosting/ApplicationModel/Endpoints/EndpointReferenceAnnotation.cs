namespace Aspire.Hosting.ApplicationModel;

/// <summary>States which endpoints of another resource are made known to the annotated one.</summary>
/// <param name="resource">The other resource.</param>
public sealed class EndpointReferenceAnnotation(IResourceWithEndpoints resource) : IResourceAnnotation
{
    /// <summary>Gets the other resource.</summary>
    public IResourceWithEndpoints Resource { get; } = resource ?? throw new ArgumentNullException(nameof(resource));

    /// <summary>Gets or sets whether all endpoints are made known.</summary>
    public bool UseAllEndpoints { get; set; }

    /// <summary>Gets the names of the endpoints that are made known.</summary>
    public ISet<string> EndpointNames { get; } = new HashSet<string>(StringComparers.EndpointName);
}
