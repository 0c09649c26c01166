using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with places for values that are known only while the application runs, or a choice between two such texts.</summary>
public partial class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    /// <summary>The expression without text and values.</summary>
    public static readonly ReferenceExpression Empty = new("", [], [], []);

    private ReferenceExpression(string format, IReadOnlyList<IValueProvider> providers, IReadOnlyList<string> manifestExpressions, IReadOnlyList<string?> stringFormats)
    {
        Format = format;
        ValueProviders = providers;
        ManifestExpressions = manifestExpressions;
        StringFormats = stringFormats;
    }

    private ReferenceExpression(IValueProvider condition, string matchValue, ReferenceExpression whenTrue, ReferenceExpression whenFalse)
        : this("", [.. whenTrue.ValueProviders, .. whenFalse.ValueProviders], [], [])
    {
        Condition = condition;
        MatchValue = matchValue;
        WhenTrue = whenTrue;
        WhenFalse = whenFalse;
        Name = ConditionalName.Create(condition, matchValue, whenTrue, whenFalse);
    }

    /// <summary>Gets the composite format string of the text.</summary>
    public string Format { get; }

    /// <summary>Gets the values that fill the places of <see cref="Format" />.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    /// <summary>Gets the placeholders of the values in a manifest.</summary>
    public IReadOnlyList<string> ManifestExpressions { get; }

    /// <summary>Gets the format of each value, for example <c>uri</c>.</summary>
    public IReadOnlyList<string?> StringFormats { get; }

    /// <summary>Gets the value that decides, when this is a choice.</summary>
    public IValueProvider? Condition { get; }

    /// <summary>Gets the value of <see cref="Condition" /> that selects <see cref="WhenTrue" />, compared without regard to case.</summary>
    public string? MatchValue { get; }

    /// <summary>Gets the expression when the condition matches.</summary>
    public ReferenceExpression? WhenTrue { get; }

    /// <summary>Gets the expression when the condition does not match.</summary>
    public ReferenceExpression? WhenFalse { get; }

    /// <summary>Gets whether this is a choice between two expressions.</summary>
    public bool IsConditional => Condition is not null;

    /// <summary>Gets the text with the placeholders of the values.</summary>
    public string ValueExpression => IsConditional
        ? $"{{{Name}.connectionString}}"
        : string.Format(CultureInfo.InvariantCulture, Format, [.. ManifestExpressions]);

    /// <summary>Gets the name of the manifest entry of a choice.</summary>
    internal string? Name { get; }

    IEnumerable<object> IValueWithReferences.References => Condition is null ? ValueProviders : ConditionalReferences(Condition);

    /// <summary>Creates an expression from an interpolated string.</summary>
    /// <param name="handler">The interpolated string.</param>
    /// <returns>The expression.</returns>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Builder.Build();

    /// <summary>Creates a choice between two expressions.</summary>
    /// <param name="condition">The value that decides.</param>
    /// <param name="matchValue">The value that selects <paramref name="whenTrue" />, compared without regard to case.</param>
    /// <param name="whenTrue">The expression when the condition matches.</param>
    /// <param name="whenFalse">The expression when it does not.</param>
    /// <returns>The choice.</returns>
    public static ReferenceExpression CreateConditional(IValueProvider condition, string matchValue, ReferenceExpression whenTrue, ReferenceExpression whenFalse)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentException.ThrowIfNullOrEmpty(matchValue);
        ArgumentNullException.ThrowIfNull(whenTrue);
        ArgumentNullException.ThrowIfNull(whenFalse);
        return new(condition, matchValue, whenTrue, whenFalse);
    }

    /// <summary>Gets the text with all values filled in.</summary>
    /// <param name="cancellationToken">Stops waiting for the values.</param>
    /// <returns>The text, or nothing when the expression is empty.</returns>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => GetValueAsync(new ValueProviderContext(), cancellationToken);

    /// <summary>Gets the text with all values filled in as a given caller sees them.</summary>
    /// <param name="context">Who asks, and from which network.</param>
    /// <param name="cancellationToken">Stops waiting for the values.</param>
    /// <returns>The text, or nothing when the expression is empty.</returns>
    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        if (Condition is not null)
        {
            var decided = await Condition.GetValueAsync(context, cancellationToken);
            var branch = string.Equals(decided, MatchValue, StringComparison.OrdinalIgnoreCase) ? WhenTrue! : WhenFalse!;
            return await branch.GetValueAsync(context, cancellationToken);
        }

        if (Format.Length == 0)
        {
            return null;
        }

        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ValueFormat.Apply(await ValueProviders[i].GetValueAsync(context, cancellationToken), StringFormats[i]);
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    internal static ReferenceExpression Create(string format, IReadOnlyList<IValueProvider> providers, IReadOnlyList<string> manifestExpressions, IReadOnlyList<string?> stringFormats) =>
        format.Length == 0 && providers.Count == 0 ? Empty : new(format, providers, manifestExpressions, stringFormats);

    private IEnumerable<object> ConditionalReferences(IValueProvider condition) =>
    [
        condition,
        .. (condition as IValueWithReferences)?.References ?? [],
        .. ((IValueWithReferences)WhenTrue!).References,
        .. ((IValueWithReferences)WhenFalse!).References,
    ];
}
