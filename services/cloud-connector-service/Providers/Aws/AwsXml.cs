using System.Globalization;
using System.Xml.Linq;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Aws;

/// <summary>Reads XML of AWS by the names of elements; every service has a namespace of its own. What is missing is empty.</summary>
internal static class AwsXml
{
    private const int Longest = 500;

    /// <summary>The first element of this name, at any depth.</summary>
    public static string Text(this XElement element, string name) => Value(element.Descendants().FirstOrDefault(inner => inner.Name.LocalName == name));

    /// <summary>The value at a path of names below.</summary>
    public static string Child(this XElement element, params ReadOnlySpan<string> path)
    {
        XElement? found = element;
        foreach (var name in path)
        {
            found = found?.Elements().FirstOrDefault(inner => inner.Name.LocalName == name);
        }

        return Value(found);
    }

    /// <summary>The items of the first list of this name, at any depth.</summary>
    public static IEnumerable<XElement> All(this XElement element, string list, string item) =>
        element.Descendants().FirstOrDefault(inner => inner.Name.LocalName == list)?.Elements().Where(inner => inner.Name.LocalName == item) ?? [];

    public static IReadOnlyDictionary<string, string> Tags(XElement element, string list, string item, string key, string value)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in element.Elements().FirstOrDefault(inner => inner.Name.LocalName == list)?.Elements().Where(inner => inner.Name.LocalName == item) ?? [])
        {
            tags[tag.Child(key)] = tag.Child(value);
        }

        tags.Remove("");
        return tags;
    }

    public static double? Number(this XElement element) => double.TryParse(element.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static DateTimeOffset? Time(this XElement element) =>
        DateTimeOffset.TryParse(element.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    // Session tokens are longer than anything that is stored.
    private static string Value(XElement? element) => element is null ? "" : ForeignJson.Clean(element.Value, element.Name.LocalName is "SessionToken" or "NextToken" or "nextToken" or "Marker" or "NextMarker" ? 8192 : Longest);
}
