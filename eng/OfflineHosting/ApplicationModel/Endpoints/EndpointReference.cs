namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of a resource as others refer to it; the endpoint may be added later than the reference.</summary>
public sealed class EndpointReference : IExpressionValue, IValueWithReferences
{
    private EndpointAnnotation? _annotation;

    /// <summary>Initializes a reference.</summary>
    /// <param name="owner">The resource with the endpoint.</param>
    /// <param name="endpoint">The endpoint.</param>
    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint) : this(owner, endpoint, contextNetworkId: null)
    {
    }

    /// <summary>Initializes a reference.</summary>
    /// <param name="owner">The resource with the endpoint.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="contextNetworkId">The network from which it is reached; that of the caller by default.</param>
    public EndpointReference(IResourceWithEndpoints owner, EndpointAnnotation endpoint, NetworkIdentifier? contextNetworkId)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(endpoint);
        Resource = owner;
        EndpointName = endpoint.Name;
        _annotation = endpoint;
        ContextNetworkID = contextNetworkId;
    }

    /// <summary>Initializes a reference.</summary>
    /// <param name="owner">The resource with the endpoint.</param>
    /// <param name="endpointName">The name of the endpoint.</param>
    public EndpointReference(IResourceWithEndpoints owner, string endpointName) : this(owner, endpointName, contextNetworkId: null)
    {
    }

    /// <summary>Initializes a reference.</summary>
    /// <param name="owner">The resource with the endpoint.</param>
    /// <param name="endpointName">The name of the endpoint.</param>
    /// <param name="contextNetworkId">The network from which it is reached; that of the caller by default.</param>
    public EndpointReference(IResourceWithEndpoints owner, string endpointName, NetworkIdentifier? contextNetworkId = null)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentException.ThrowIfNullOrEmpty(endpointName);
        Resource = owner;
        EndpointName = endpointName;
        ContextNetworkID = contextNetworkId;
    }

    /// <summary>Gets the resource with the endpoint.</summary>
    public IResourceWithEndpoints Resource { get; }

    /// <summary>Gets the name of the endpoint.</summary>
    public string EndpointName { get; }

    /// <summary>Gets the network from which it is reached.</summary>
    public NetworkIdentifier? ContextNetworkID { get; }

    /// <summary>Gets what is said when there is no such endpoint.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Gets the endpoint.</summary>
    public EndpointAnnotation EndpointAnnotation => Find() ?? throw new InvalidOperationException(
        ErrorMessage ?? $"The endpoint `{EndpointName}` is not defined for the resource `{Resource.Name}`.");

    /// <summary>Gets whether the resource has such an endpoint.</summary>
    public bool Exists => Find() is not null;

    /// <summary>Gets whether a reference to the whole resource leaves this endpoint out.</summary>
    public bool ExcludeReferenceEndpoint => Find()?.ExcludeReferenceEndpoint ?? false;

    /// <summary>Gets whether the address is known.</summary>
    public bool IsAllocated => Exists && Allocated is not null;

    /// <summary>Gets whether the scheme is http.</summary>
    public bool IsHttp => string.Equals(EndpointAnnotation.UriScheme, "http", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets whether the scheme is https.</summary>
    public bool IsHttps => string.Equals(EndpointAnnotation.UriScheme, "https", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets whether the endpoint is named http or https.</summary>
    public bool IsHttpSchemeNamedEndpoint => EndpointName.ToLowerInvariant() is "http" or "https";

    /// <summary>Gets whether the endpoint is encrypted.</summary>
    public bool TlsEnabled => Find()?.TlsEnabled ?? false;

    /// <summary>Gets the URI scheme.</summary>
    public string Scheme => EndpointAnnotation.UriScheme;

    /// <summary>Gets the port that the program listens on, when it is fixed.</summary>
    public int? TargetPort => EndpointAnnotation.TargetPort;

    /// <summary>Gets the host that clients use.</summary>
    public string Host => AllocatedOrThrow.Address;

    /// <summary>Gets the port that clients use.</summary>
    public int Port => AllocatedOrThrow.Port;

    /// <summary>Gets the URL that clients use.</summary>
    public string Url => AllocatedOrThrow.UriString;

    string IManifestExpressionProvider.ValueExpression => Expression(EndpointProperty.Url);

    IEnumerable<object> IValueWithReferences.References => [Resource];

    internal AllocatedEndpoint? Allocated =>
        EndpointAnnotation.AllAllocatedEndpoints.Snapshot(ContextNetworkID ?? EndpointAnnotation.DefaultNetworkID).TryGetValue(out var endpoint) ? endpoint : null;

    private AllocatedEndpoint AllocatedOrThrow => Allocated
        ?? throw new InvalidOperationException($"The endpoint `{EndpointName}` is not allocated for the resource `{Resource.Name}`.");

    /// <summary>Refers to one property of the endpoint.</summary>
    /// <param name="property">The property.</param>
    /// <returns>The reference.</returns>
    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    /// <summary>Chooses by whether the endpoint is encrypted, decided when the value is needed.</summary>
    /// <param name="enabledValue">The value when it is.</param>
    /// <param name="disabledValue">The value when it is not.</param>
    /// <returns>The choice.</returns>
    public ReferenceExpression GetTlsValue(ReferenceExpression enabledValue, ReferenceExpression disabledValue) =>
        ReferenceExpression.CreateConditional(Property(EndpointProperty.TlsEnabled), bool.TrueString, enabledValue, disabledValue);

    /// <summary>Waits for the URL of the endpoint.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The URL.</returns>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => GetValueAsync(new ValueProviderContext(), cancellationToken);

    /// <summary>Waits for the URL of the endpoint as a given caller sees it.</summary>
    /// <param name="context">Who asks, and from which network.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The URL.</returns>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
        Property(EndpointProperty.Url).GetValueAsync(context, cancellationToken);

    internal string Expression(EndpointProperty property)
    {
        string Binding(string name) => $"{{{Resource.Name}.bindings.{EndpointName}.{name}}}";
        return property switch
        {
            EndpointProperty.Url => Binding("url"),
            EndpointProperty.Host or EndpointProperty.IPV4Host => Binding("host"),
            EndpointProperty.Port => Binding("port"),
            EndpointProperty.Scheme => Binding("scheme"),
            EndpointProperty.TargetPort => Binding("targetPort"),
            EndpointProperty.HostAndPort => $"{Binding("host")}:{Binding("port")}",
            EndpointProperty.TlsEnabled => Binding("tlsEnabled"),
            _ => throw new InvalidOperationException($"The property '{property}' is not supported for the endpoint '{EndpointName}'."),
        };
    }

    private EndpointAnnotation? Find() => _annotation ??= Resource.Annotations.OfType<EndpointAnnotation>()
        .SingleOrDefault(annotation => StringComparers.EndpointName.Equals(annotation.Name, EndpointName));
}
