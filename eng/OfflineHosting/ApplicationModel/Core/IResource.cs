namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a service, a data store, a parameter.</summary>
public interface IResource
{
    /// <summary>Gets the name, unique in the model without regard to case.</summary>
    string Name { get; }

    /// <summary>Gets what is known about the resource beyond its type.</summary>
    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>Metadata attached to a resource.</summary>
public interface IResourceAnnotation;

/// <summary>Base of all resources.</summary>
public abstract class Resource : IResource
{
    /// <summary>Initializes a resource.</summary>
    /// <param name="name">The name of the resource.</param>
    protected Resource(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <inheritdoc />
    public virtual string Name { get; }

    /// <inheritdoc />
    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}
