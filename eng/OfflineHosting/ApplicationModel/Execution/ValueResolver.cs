using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Turns a value of the model into text: its placeholder when publishing, its value when running.</summary>
internal sealed class ValueResolver(IResource resource, DistributedApplicationExecutionContext executionContext)
{
    private readonly ValueProviderContext _context = new() { Caller = resource, ExecutionContext = executionContext };

    public async ValueTask<string?> ResolveAsync(object? value, CancellationToken cancellationToken) => value switch
    {
        null => null,
        string text => text,
        IResourceBuilder<IResource> builder => await ResolveAsync(builder.Resource, cancellationToken),
        IManifestExpressionProvider placeholder when executionContext.IsPublishMode => placeholder.ValueExpression,
        IValueProvider provider when executionContext.IsRunMode => await provider.GetValueAsync(_context, cancellationToken),
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException(
            $"A value of type '{value.GetType().Name}' of the resource '{resource.Name}' cannot be turned into text. Use text, a parameter, an endpoint or a reference expression."),
    };
}

/// <summary>Decides whether a value may be shown.</summary>
internal static class Sensitivity
{
    /// <summary>Tells whether any secret parameter takes part in a value.</summary>
    public static bool IsSensitive(object? value) => IsSensitive(value, []);

    private static bool IsSensitive(object? value, HashSet<object> seen) => value switch
    {
        null or string => false,
        ParameterResource { Secret: true } => true,
        IResourceBuilder<IResource> builder => IsSensitive(builder.Resource, seen),
        EndpointReference => false,
        IValueWithReferences composite when seen.Add(composite) => composite.References.Any(reference => IsSensitive(reference, seen)),
        _ => false,
    };
}
