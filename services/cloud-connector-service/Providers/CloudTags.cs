using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers;

/// <summary>Reads labels: {"team":"shop"}.</summary>
internal static class CloudTags
{
    private const int Most = 64;

    public static IReadOnlyDictionary<string, string> Read(JsonElement item, params ReadOnlySpan<string> path)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (item.At(path) is { ValueKind: JsonValueKind.Object } labels)
        {
            foreach (var label in labels.EnumerateObject().Take(Most))
            {
                if (NameOf(label) is { Length: > 0 } name)
                {
                    tags[name] = label.Value.Line(500);
                }
            }
        }

        return tags;
    }

    private static string NameOf(JsonProperty label)
    {
        try
        {
            return ForeignJson.Clean(label.Name, 255);
        }
        catch (InvalidOperationException)
        {
            return ""; // Half of a surrogate pair: no text.
        }
    }
}
