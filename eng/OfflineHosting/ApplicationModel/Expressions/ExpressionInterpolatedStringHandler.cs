using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

public partial class ReferenceExpression
{
    /// <summary>Collects the parts of an interpolated string that becomes a <see cref="ReferenceExpression" />.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler
    {
        /// <summary>Initializes the handler.</summary>
        /// <param name="literalLength">The length of the literal parts.</param>
        /// <param name="formattedCount">The number of values.</param>
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) =>
            Builder = new ReferenceExpressionBuilder(literalLength, formattedCount);

        internal ReferenceExpressionBuilder Builder { get; }

        /// <summary>Adds literal text.</summary>
        /// <param name="value">The text.</param>
        public void AppendLiteral(string value) => Builder.AppendLiteral(value);

        /// <summary>Adds text.</summary>
        /// <param name="value">The text.</param>
        public void AppendFormatted(string? value) => Builder.AppendFormatted(value);

        /// <summary>Adds text in a format.</summary>
        /// <param name="value">The text.</param>
        /// <param name="format">The format, for example <c>uri</c>.</param>
        public void AppendFormatted(string? value, string? format = null) => Builder.AppendFormatted(value, format);

        /// <summary>Adds a value.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="valueProvider">The value.</param>
        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => Builder.AppendFormatted(valueProvider);

        /// <summary>Adds a value in a format.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="valueProvider">The value.</param>
        /// <param name="format">The format, for example <c>uri</c>.</param>
        public void AppendFormatted<T>(T valueProvider, string? format = null) where T : IValueProvider, IManifestExpressionProvider =>
            Builder.AppendFormatted(valueProvider, format);

        /// <summary>Adds the value of a resource.</summary>
        /// <typeparam name="T">The type of the resource.</typeparam>
        /// <param name="valueProvider">The resource.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider =>
            Builder.AppendFormatted(valueProvider.Resource);

        /// <summary>Adds the value of a resource in a format.</summary>
        /// <typeparam name="T">The type of the resource.</typeparam>
        /// <param name="valueProvider">The resource.</param>
        /// <param name="format">The format, for example <c>uri</c>.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null) where T : IResource, IValueProvider, IManifestExpressionProvider =>
            Builder.AppendFormatted(valueProvider.Resource, format);
    }
}
