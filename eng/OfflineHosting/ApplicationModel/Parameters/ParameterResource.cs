using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is given to the application from outside.</summary>
public class ParameterResource : Resource, IExpressionValue
{
    private readonly Func<ParameterDefault?, string> _callback;
    private readonly Lazy<string> _value;

    /// <summary>Initializes a parameter.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="callback">Gets the value, given the default.</param>
    /// <param name="secret">Whether the value is secret.</param>
    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false) : base(name)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
        _value = new Lazy<string>(() => _callback(Default));
        Secret = secret;
    }

    /// <summary>Gets whether the value is secret.</summary>
    public bool Secret { get; }

    /// <summary>Gets or sets whether the value is a connection string.</summary>
    public bool IsConnectionString { get; set; }

    /// <summary>Gets or sets what the value is when none is given.</summary>
    public ParameterDefault? Default { get; set; }

    /// <summary>Gets or sets what the parameter is for.</summary>
    public string? Description { get; set; }

    /// <summary>Gets or sets whether <see cref="Description" /> is Markdown.</summary>
    public bool EnableDescriptionMarkdown { get; set; }

    /// <summary>Gets the placeholder of the value in a manifest.</summary>
    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>Gets where configuration has the value.</summary>
    internal string ConfigurationKey
    {
        get => field ?? (IsConnectionString ? ConfigurationPath.Combine("ConnectionStrings", Name) : ConfigurationPath.Combine("Parameters", Name));
        set;
    }

    /// <summary>Gets the value, or throws <see cref="MissingParameterValueException" />.</summary>
    internal string ValueOrThrow => _value.Value;

    /// <summary>Gets or sets what dependents wait for while the value is missing.</summary>
    internal TaskCompletionSource<string>? Pending { get; set; }

    /// <summary>Waits for the value.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The value.</returns>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) =>
        Pending is { } pending ? await pending.Task.WaitAsync(cancellationToken) : ValueOrThrow;

    /// <summary>Waits for the value.</summary>
    /// <param name="context">Not used: a parameter is the same for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The value.</returns>
    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken) => GetValueAsync(cancellationToken);
}

/// <summary>A connection string that is given from outside.</summary>
internal sealed class ConnectionStringParameterResource : ParameterResource, IResourceWithConnectionString
{
    private readonly string? _environmentVariable;

    public ConnectionStringParameterResource(string name, Func<ParameterDefault?, string> callback, string? environmentVariableName) : base(name, callback, secret: true)
    {
        IsConnectionString = true;
        _environmentVariable = environmentVariableName;
    }

    public string? ConnectionStringEnvironmentVariable => _environmentVariable;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{new ParameterValue(this)}");

    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) => GetValueAsync(cancellationToken);

    string IManifestExpressionProvider.ValueExpression => $"{{{Name}.connectionString}}";

    ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) => GetValueAsync(cancellationToken);

    ValueTask<string?> IValueProvider.GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken) => GetValueAsync(cancellationToken);

    // The resource's own placeholder is its connection string; this is the value behind it.
    private sealed class ParameterValue(ParameterResource parameter) : IExpressionValue, IValueWithReferences
    {
        public string ValueExpression => $"{{{parameter.Name}.value}}";

        public IEnumerable<object> References => [parameter];

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => parameter.GetValueAsync(cancellationToken);
    }
}
