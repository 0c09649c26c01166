using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

public sealed partial class ManifestPublishingContext
{
    private readonly Dictionary<string, IResource> _referenced = new(StringComparers.ResourceName);
    private readonly Dictionary<ParameterResource, List<string>> _formatted = [];
    private readonly HashSet<string> _formattedWritten = [];
    private readonly Dictionary<string, ReferenceExpression> _conditional = new(StringComparers.ResourceName);
    private readonly HashSet<object> _visiting = [];

    /// <summary>Makes sure that the resources that a value is made of are in the manifest.</summary>
    /// <param name="value">The value.</param>
    public void TryAddDependentResources(object? value)
    {
        if (value is ReferenceExpression expression)
        {
            NoteFormats(expression);
            NoteConditions(expression);
        }

        if (value is IResource resource)
        {
            _referenced.TryAdd(resource.Name, resource);
        }
        else if (value is IValueWithReferences composite && _visiting.Add(composite))
        {
            foreach (var reference in composite.References)
            {
                TryAddDependentResources(reference);
            }

            _visiting.Remove(composite);
        }
    }

    /// <summary>
    /// Writes all resources of the model, then those that are only referred to (generated passwords), then values in a
    /// format of their own and choices.
    /// </summary>
    internal async Task WriteModelAsync(DistributedApplicationModel model)
    {
        Writer.WriteStartObject();
        Writer.WriteStartObject("resources");
        foreach (var resource in model.Resources)
        {
            await WriteResourceAsync(resource);
        }

        var written = model.Resources.Select(resource => resource.Name).ToHashSet(StringComparers.ResourceName);
        while (_referenced.Values.FirstOrDefault(resource => !written.Contains(resource.Name)) is { } resource)
        {
            written.Add(resource.Name);
            await WriteResourceAsync(resource);
        }

        foreach (var parameter in _formatted.Keys)
        {
            WriteFormattedValues(parameter);
        }

        foreach (var (name, choice) in _conditional)
        {
            await WriteConditionAsync(name, choice);
        }

        Writer.WriteEndObject();
        Writer.WriteEndObject();
        await Writer.FlushAsync(CancellationToken);
    }

    // The value of a choice is what it is now: its condition follows from the model.
    private async Task WriteConditionAsync(string name, ReferenceExpression choice)
    {
        var decided = await choice.Condition!.GetValueAsync(CancellationToken);
        var branch = string.Equals(decided, choice.MatchValue, StringComparison.OrdinalIgnoreCase) ? choice.WhenTrue! : choice.WhenFalse!;
        TryAddDependentResources(branch);
        Writer.WriteStartObject(name);
        Writer.WriteString("type", "value.v0");
        Writer.WriteString("connectionString", Placeholder(branch, branch.ValueExpression));
        Writer.WriteEndObject();
    }

    private void WriteFormattedValues(ParameterResource parameter)
    {
        foreach (var format in _formatted.GetValueOrDefault(parameter) ?? [])
        {
            var name = FormattedName(parameter, format);
            if (_formattedWritten.Add(name))
            {
                Writer.WriteStartObject(name);
                Writer.WriteString("type", "annotated.string");
                Writer.WriteString("value", parameter.ValueExpression);
                Writer.WriteString("filter", format);
                Writer.WriteEndObject();
            }
        }
    }

    private void NoteFormats(ReferenceExpression expression)
    {
        if (expression.IsConditional)
        {
            NoteFormats(expression.WhenTrue!);
            NoteFormats(expression.WhenFalse!);
            return;
        }

        for (var i = 0; i < expression.ValueProviders.Count; i++)
        {
            if (expression.ValueProviders[i] is ParameterResource parameter && expression.StringFormats[i] is { Length: > 0 } format)
            {
                var formats = _formatted.TryGetValue(parameter, out var known) ? known : _formatted[parameter] = [];
                if (!formats.Contains(format))
                {
                    formats.Add(format);
                }
            }
        }
    }

    private void NoteConditions(ReferenceExpression expression)
    {
        foreach (var choice in expression.ValueProviders.Append(expression).OfType<ReferenceExpression>().Where(candidate => candidate.IsConditional))
        {
            _conditional.TryAdd(choice.Name!, choice);
        }
    }

    // An expression is written with the entries of its formatted values instead of the values.
    private static string Placeholder(object? value, string text)
    {
        if (value is not ReferenceExpression { IsConditional: false } expression)
        {
            return text;
        }

        var placeholders = expression.ManifestExpressions.Select(object? (placeholder, index) =>
            expression.StringFormats[index] is { Length: > 0 } format && expression.ValueProviders[index] is ParameterResource parameter
                ? $"{{{FormattedName(parameter, format)}.value}}"
                : placeholder);
        return string.Format(CultureInfo.InvariantCulture, expression.Format, [.. placeholders]);
    }

    private static string FormattedName(ParameterResource parameter, string format) => $"{parameter.Name}-{format}-encoded";
}
