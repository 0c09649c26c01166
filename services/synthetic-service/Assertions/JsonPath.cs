using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SreCopilot.SyntheticService.Assertions;

/// <summary>The way to one value of a JSON text: <c>$.items[0].state</c>, <c>$['two words']</c>.</summary>
internal sealed partial class JsonPath
{
    private readonly List<(string? Name, int Index)> _steps;

    private JsonPath(List<(string?, int)> steps) => _steps = steps;

    /// <returns>Null when the text is no such path.</returns>
    public static JsonPath? Parse(string text)
    {
        if (Grammar().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var steps = new List<(string?, int)>();
        foreach (Capture step in match.Groups["step"].Captures)
        {
            var inside = step.Value.Trim('.', '[', ']');
            steps.Add(step.Value[0] == '[' && inside[0] is not ('\'' or '"') ? (null, int.Parse(inside, CultureInfo.InvariantCulture)) : (inside.Trim('\'', '"'), 0));
        }

        return new JsonPath(steps);
    }

    /// <summary>The value as text: strings without quotes, all else as it is written; null when there is none.</summary>
    public string? Find(JsonElement root)
    {
        var value = root;
        foreach (var (name, index) in _steps)
        {
            if (name is null)
            {
                if (value.ValueKind != JsonValueKind.Array || index >= value.GetArrayLength())
                {
                    return null;
                }

                value = value[index];
            }
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text.
            return null;
        }
    }

    [GeneratedRegex("""^\$(?<step>\.[^.\[\]\s'"]+|\[[0-9]{1,6}\]|\['[^'\[\]]+'\]|\["[^"\[\]]+"\])*$""")]
    private static partial Regex Grammar();
}
