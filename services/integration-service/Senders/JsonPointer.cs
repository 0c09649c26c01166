using System.Globalization;
using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>A path into JSON (RFC 6901): <c>/alerts/0/labels/a~1b</c>.</summary>
internal static class JsonPointer
{
    public static JsonElement? Find(JsonElement document, string pointer)
    {
        if (pointer.Length == 0)
        {
            return document;
        }

        JsonElement? found = document;
        foreach (var step in pointer[1..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found switch
            {
                { ValueKind: JsonValueKind.Object } parent => parent.Field(name),
                { ValueKind: JsonValueKind.Array } list => Item(list, name),
                _ => null,
            };
        }

        return found;
    }

    private static JsonElement? Item(JsonElement list, string position) =>
        int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.GetArrayLength() ? list[index] : null;
}
