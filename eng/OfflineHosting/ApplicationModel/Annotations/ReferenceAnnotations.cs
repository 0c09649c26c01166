namespace Aspire.Hosting.ApplicationModel;

/// <summary>What references write into the environment of the annotated resource.</summary>
/// <param name="flags">What is written.</param>
public sealed class ReferenceEnvironmentInjectionAnnotation(ReferenceEnvironmentInjectionFlags flags) : IResourceAnnotation
{
    /// <summary>Gets what is written.</summary>
    public ReferenceEnvironmentInjectionFlags Flags { get; } = flags;
}

/// <summary>What references write into the environment of a resource.</summary>
[Flags]
public enum ReferenceEnvironmentInjectionFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Connection strings: <c>ConnectionStrings__name</c>.</summary>
    ConnectionString = 1 << 0,

    /// <summary>Connection properties: <c>NAME_HOST</c>, <c>NAME_PORT</c> and so on.</summary>
    ConnectionProperties = 1 << 1,

    /// <summary>Service discovery: <c>services__name__endpoint__0</c>.</summary>
    ServiceDiscovery = 1 << 2,

    /// <summary>Endpoint addresses: <c>NAME_ENDPOINT</c>.</summary>
    Endpoints = 1 << 3,

    /// <summary>All of them.</summary>
    All = ConnectionString | ConnectionProperties | ServiceDiscovery | Endpoints,
}

/// <summary>Makes a resource use the connection string of another one.</summary>
/// <param name="resource">The other resource.</param>
public class ConnectionStringRedirectAnnotation(IResourceWithConnectionString resource) : IResourceAnnotation
{
    /// <summary>Gets the other resource.</summary>
    public IResourceWithConnectionString Resource { get; } = resource ?? throw new ArgumentNullException(nameof(resource));
}

/// <summary>A connection property that was added to a resource or replaces one of its own.</summary>
/// <param name="name">The name of the property.</param>
/// <param name="referenceExpression">Its value.</param>
public sealed class ConnectionPropertyAnnotation(string name, ReferenceExpression referenceExpression) : IResourceAnnotation
{
    /// <summary>Gets the name of the property.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>Gets its value.</summary>
    public ReferenceExpression Value { get; } = referenceExpression ?? throw new ArgumentNullException(nameof(referenceExpression));
}
