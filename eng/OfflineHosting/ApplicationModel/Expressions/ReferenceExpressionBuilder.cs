using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Builds a <see cref="ReferenceExpression" /> piece by piece.</summary>
public class ReferenceExpressionBuilder
{
    private readonly StringBuilder _format;
    private readonly List<IValueProvider> _providers;
    private readonly List<string> _manifestExpressions = [];
    private readonly List<string?> _stringFormats = [];

    /// <summary>Initializes an empty builder.</summary>
    public ReferenceExpressionBuilder() : this(0, 0)
    {
    }

    internal ReferenceExpressionBuilder(int literalLength, int valueCount)
    {
        _format = new StringBuilder(literalLength * 2);
        _providers = new List<IValueProvider>(valueCount);
    }

    /// <summary>Gets whether nothing was added yet.</summary>
    public bool IsEmpty => _format.Length == 0;

    /// <summary>Adds an interpolated string.</summary>
    /// <param name="handler">The interpolated string.</param>
    [SuppressMessage("Performance", "CA1822", Justification = "The handler is made from this instance.")]
    public void Append([InterpolatedStringHandlerArgument("")] in ReferenceExpressionBuilderInterpolatedStringHandler handler)
    {
        // The handler wrote into this builder while the compiler put its parts together.
    }

    /// <summary>Adds literal text.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value)
    {
        ArgumentNullException.ThrowIfNull(value);

        // The text becomes part of a composite format string.
        _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }

    /// <summary>Adds text.</summary>
    /// <param name="value">The text.</param>
    public void AppendFormatted(string? value) => AppendLiteral(value ?? "");

    /// <summary>Adds text in a format.</summary>
    /// <param name="value">The text.</param>
    /// <param name="format">The format, for example <c>uri</c>.</param>
    public void AppendFormatted(string? value, string? format = null) => AppendLiteral(ValueFormat.Apply(value, format) ?? "");

    /// <summary>Adds a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="valueProvider">The value.</param>
    public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider, format: null);

    /// <summary>Adds a value in a format.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="valueProvider">The value.</param>
    /// <param name="format">The format, for example <c>uri</c>.</param>
    public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider
    {
        ArgumentNullException.ThrowIfNull(valueProvider);
        AppendValue(valueProvider, valueProvider.ValueExpression, format);
    }

    /// <summary>Adds a value.</summary>
    /// <param name="valueProvider">Text, or an object that is both a value and a placeholder.</param>
    /// <param name="format">The format, for example <c>uri</c>.</param>
    public void AppendValueProvider(object valueProvider, string? format = null)
    {
        ArgumentNullException.ThrowIfNull(valueProvider);
        switch (valueProvider)
        {
            case string text:
                AppendFormatted(text, format);
                break;
            case IValueProvider provider and IManifestExpressionProvider placeholder:
                AppendValue(provider, placeholder.ValueExpression, format);
                break;
            default:
                throw new ArgumentException($"A {valueProvider.GetType().Name} has no value and placeholder for an expression.", nameof(valueProvider));
        }
    }

    /// <summary>Builds the expression.</summary>
    /// <returns>The expression.</returns>
    public ReferenceExpression Build() =>
        ReferenceExpression.Create(_format.ToString(), [.. _providers], [.. _manifestExpressions], [.. _stringFormats]);

    private void AppendValue(IValueProvider provider, string manifestExpression, string? format)
    {
        // A plain expression is spliced in, so that its own values keep their formats; a choice stays one value.
        if (provider is ReferenceExpression { IsConditional: false } inner && string.IsNullOrEmpty(format))
        {
            Splice(inner);
            return;
        }

        _format.Append('{').Append(_providers.Count).Append('}');
        _providers.Add(provider);
        _manifestExpressions.Add(manifestExpression);
        _stringFormats.Add(format);
    }

    private void Splice(ReferenceExpression inner)
    {
        var places = Enumerable.Range(_providers.Count, inner.ValueProviders.Count).Select(object? (index) => $"{{{index}}}").ToArray();
        _format.Append(Respell(inner.Format, places));
        _providers.AddRange(inner.ValueProviders);
        _manifestExpressions.AddRange(inner.ManifestExpressions);
        _stringFormats.AddRange(inner.StringFormats);
    }

    // Renumbers {0}, {1}, ... of a format string and leaves escaped braces escaped.
    private static string Respell(string format, object?[] places)
    {
        var result = new StringBuilder(format.Length);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] is '{' or '}' && i + 1 < format.Length && format[i + 1] == format[i])
            {
                result.Append(format[i], 2);
                i++;
            }
            else if (format[i] == '{')
            {
                var end = format.IndexOf('}', i);
                result.Append(places[int.Parse(format.AsSpan(i + 1, end - i - 1), System.Globalization.CultureInfo.InvariantCulture)]);
                i = end;
            }
            else
            {
                result.Append(format[i]);
            }
        }

        return result.ToString();
    }

    /// <summary>Collects the parts of an interpolated string into a <see cref="ReferenceExpressionBuilder" />.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ReferenceExpressionBuilderInterpolatedStringHandler
    {
        private readonly ReferenceExpressionBuilder _builder;

        /// <summary>Initializes the handler.</summary>
        /// <param name="literalLength">The length of the literal parts.</param>
        /// <param name="formattedCount">The number of values.</param>
        /// <param name="builder">The builder to write to.</param>
        public ReferenceExpressionBuilderInterpolatedStringHandler(int literalLength, int formattedCount, ReferenceExpressionBuilder builder) => _builder = builder;

        /// <summary>Adds literal text.</summary>
        /// <param name="value">The text.</param>
        public void AppendLiteral(string value) => _builder.AppendLiteral(value);

        /// <summary>Adds text.</summary>
        /// <param name="value">The text.</param>
        public void AppendFormatted(string? value) => _builder.AppendFormatted(value);

        /// <summary>Adds text in a format.</summary>
        /// <param name="value">The text.</param>
        /// <param name="format">The format, for example <c>uri</c>.</param>
        public void AppendFormatted(string? value, string format) => _builder.AppendFormatted(value, format);

        /// <summary>Adds a value.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="valueProvider">The value.</param>
        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => _builder.AppendFormatted(valueProvider);

        /// <summary>Adds a value in a format.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="valueProvider">The value.</param>
        /// <param name="format">The format, for example <c>uri</c>.</param>
        public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider =>
            _builder.AppendFormatted(valueProvider, format);

        /// <summary>Adds the value of a resource.</summary>
        /// <typeparam name="T">The type of the resource.</typeparam>
        /// <param name="valueProvider">The resource.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider =>
            _builder.AppendFormatted(valueProvider.Resource);

        /// <summary>Adds the value of a resource in a format.</summary>
        /// <typeparam name="T">The type of the resource.</typeparam>
        /// <param name="valueProvider">The resource.</param>
        /// <param name="format">The format, for example <c>uri</c>.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format) where T : IResource, IValueProvider, IManifestExpressionProvider =>
            _builder.AppendFormatted(valueProvider.Resource, format);
    }
}
