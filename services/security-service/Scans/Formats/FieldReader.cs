using System.Text.Json;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>Reads the fields of an object and collects what is wrong with them.</summary>
internal sealed class FieldReader(JsonElement item)
{
    private readonly List<string> _mistakes = [];

    /// <summary>All of them in one sentence; null for none.</summary>
    public string? Mistakes => _mistakes.Count == 0 ? null : string.Join("; ", _mistakes);

    public string Required(string name, int maximum)
    {
        var text = item.Text(name);
        if (Text.IsName(text, maximum))
        {
            return text!.Trim();
        }

        _mistakes.Add($"{name}: must have 1 to {maximum} characters and no control characters");
        return "";
    }

    public string? Optional(string name, int maximum)
    {
        var value = item.Field(name);
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || JsonText.Of(value) is "")
        {
            return null;
        }

        return Required(name, maximum);
    }

    /// <summary>What is too long is cut off.</summary>
    public string Prose(string name)
    {
        if (item.Text(name) is { } text)
        {
            return JsonText.Prose(text, Finding.DescriptionLength);
        }

        _mistakes.Add($"{name}: must be text");
        return "";
    }

    public string Word(string name, IReadOnlyList<string> allowed)
    {
        if (item.Text(name) is { } text && allowed.Contains(text))
        {
            return text;
        }

        _mistakes.Add($"{name}: must be one of {string.Join(", ", allowed)}");
        return "";
    }
}
