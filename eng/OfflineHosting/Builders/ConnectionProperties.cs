using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Combines connection properties.</summary>
public static class ConnectionPropertiesExtensions
{
    /// <summary>Gets the properties of a resource with some added or replaced in their place.</summary>
    /// <param name="source">The resource.</param>
    /// <param name="additional">The added and replaced properties.</param>
    /// <returns>The properties.</returns>
    public static IEnumerable<KeyValuePair<string, ReferenceExpression>> CombineProperties(this IResourceWithConnectionString source, IEnumerable<KeyValuePair<string, ReferenceExpression>> additional)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(additional);
        return ConnectionProperties.Combine(ConnectionProperties.Of(source), additional);
    }
}

internal static class ConnectionProperties
{
    /// <summary>Gets the properties of a resource, with those that the AppHost added or replaced.</summary>
    public static IEnumerable<KeyValuePair<string, ReferenceExpression>> Of(IResourceWithConnectionString resource) => Combine(
        resource.GetConnectionProperties(),
        resource.Annotations.OfType<ConnectionPropertyAnnotation>().Select(annotation => KeyValuePair.Create(annotation.Name, annotation.Value)));

    public static IEnumerable<KeyValuePair<string, ReferenceExpression>> Combine(
        IEnumerable<KeyValuePair<string, ReferenceExpression>> properties, IEnumerable<KeyValuePair<string, ReferenceExpression>> additional)
    {
        var combined = properties.ToList();
        foreach (var property in additional)
        {
            var index = combined.FindIndex(candidate => string.Equals(candidate.Key, property.Key, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                combined.Add(property);
            }
            else
            {
                combined[index] = property;
            }
        }

        return combined;
    }
}
