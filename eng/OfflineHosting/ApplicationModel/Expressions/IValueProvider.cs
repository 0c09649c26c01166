namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something whose value is known only while the application runs.</summary>
public interface IValueProvider
{
    /// <summary>Gets the value.</summary>
    /// <param name="cancellationToken">Stops waiting for the value.</param>
    /// <returns>The value.</returns>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets the value as a given caller sees it.</summary>
    /// <param name="context">Who asks, and from which network.</param>
    /// <param name="cancellationToken">Stops waiting for the value.</param>
    /// <returns>The value.</returns>
    ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) => GetValueAsync(cancellationToken);
}

/// <summary>Something that a manifest writes as a placeholder.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>Gets the placeholder, for example <c>{redis.connectionString}</c>.</summary>
    string ValueExpression { get; }
}

/// <summary>A value with a placeholder.</summary>
public interface IExpressionValue : IValueProvider, IManifestExpressionProvider;

/// <summary>A value made of other values.</summary>
public interface IValueWithReferences
{
    /// <summary>Gets the values and resources that this value is made of.</summary>
    IEnumerable<object> References { get; }
}

/// <summary>Who asks for a value, and from where.</summary>
public class ValueProviderContext
{
    /// <summary>Gets the context of this run.</summary>
    public DistributedApplicationExecutionContext? ExecutionContext { get; init; }

    /// <summary>Gets the resource that will use the value.</summary>
    public IResource? Caller { get; init; }

    /// <summary>Gets the network from which the value will be used; unset means the network of <see cref="Caller" />.</summary>
    public NetworkIdentifier? Network { get; init; }

    internal NetworkIdentifier EffectiveNetwork =>
        Network ?? (Caller?.IsContainer() == true ? KnownNetworkIdentifiers.DefaultAspireContainerNetwork : KnownNetworkIdentifiers.LocalhostNetwork);
}
