using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Requests;

/// <summary>
/// Reads bodies of programs that nobody can change any more: absent and null are the same, numbers may be strings, times have many
/// forms. What cannot be understood is collected with its place: <c>spans[3].duration_ms: must be a number</c>.
/// </summary>
internal sealed class JsonReading
{
    // The rest would say the same.
    private const int MostMistakes = 10;
    private readonly List<string> _mistakes = [];
    private string? _list;
    private int _index;
    private int _count;

    public bool HasMistakes => _count > 0;

    /// <summary>The answer when something was wrong.</summary>
    public JsonHttpResult<ErrorBody> Refuse() => ApiErrors.BadRequest(
        string.Join("; ", _count > MostMistakes ? _mistakes.Append($"and {_count - MostMistakes} more") : _mistakes), ErrorCodes.ValidationError);

    public void Fail(string name, string what)
    {
        _count++;
        if (_mistakes.Count < MostMistakes)
        {
            _mistakes.Add(_list is null ? $"{name}: {what}" : name.Length == 0 ? $"{_list}[{_index}]: {what}" : $"{_list}[{_index}].{name}: {what}");
        }
    }

    /// <summary>Text without NUL, which PostgreSQL does not take; numbers and truth values as they are written.</summary>
    public string Text(string name, JsonElement value, int maximum, string fallback = "")
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return fallback;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when value.GetRawText() is { Length: <= 64 } text:
                return text;
            case JsonValueKind.String when TryGetString(value) is { } text:
                if (text.Length <= maximum && !text.Contains('\0', StringComparison.Ordinal))
                {
                    return text;
                }

                Fail(name, text.Length > maximum ? $"must have at most {maximum} characters" : "must not contain NUL");
                return fallback;
            default:
                Fail(name, "must be text");
                return fallback;
        }
    }

    /// <summary>One line: a name that appears in lists and logs.</summary>
    public string Name(string name, JsonElement value, int maximum, string fallback = "")
    {
        var text = Text(name, value, maximum, fallback);
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.Contains('\u007f', StringComparison.Ordinal))
        {
            return text.Trim();
        }

        Fail(name, "must not contain control characters");
        return fallback;
    }

    /// <summary>The same, and it must be there.</summary>
    public string RequiredName(string name, JsonElement value, int maximum)
    {
        var before = _count;
        var text = Name(name, value, maximum);
        if (text.Length == 0 && _count == before)
        {
            Fail(name, "is required");
        }

        return text;
    }

    public double Number(string name, JsonElement value, double fallback = 0) => NumberOrNull(name, value) ?? fallback;

    public double? NumberOrNull(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            // 1e400 is valid JSON and no double.
            case JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number):
                return number;
            case JsonValueKind.String when double.TryParse(TryGetString(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                return number;
            default:
                Fail(name, "must be a number");
                return null;
        }
    }

    /// <summary>A number from 0 to what fits everywhere.</summary>
    public double Measure(string name, JsonElement value)
    {
        var number = Number(name, value);
        if (number is >= 0 and < 1e15)
        {
            return number;
        }

        Fail(name, "must be a number of 0 or more");
        return 0;
    }

    public int? WholeOrNull(string name, JsonElement value, int least, int most)
    {
        if (NumberOrNull(name, value) is not { } number)
        {
            return null;
        }

        if (number >= least && number <= most && Math.Floor(number) == number)
        {
            return (int)number;
        }

        Fail(name, $"must be a whole number from {least} to {most}");
        return null;
    }

    /// <summary>Null when absent and, as the contract has it, when it is text that no time can be read from.</summary>
    public DateTimeOffset? Time(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return TimeText.Parse(TryGetString(value));
            case JsonValueKind.Number when ClientTime.Read(value) is { } time:
                return TimeText.Stored(time);
            default:
                Fail(name, "must be a date and time of ISO 8601, or a number since 1970");
                return null;
        }
    }

    /// <summary>An object or array of the client's own making, kept as it is.</summary>
    public RawJson Raw(string name, JsonElement value, JsonValueKind kind, int maximum)
    {
        var empty = kind == JsonValueKind.Array ? RawJson.EmptyArray : RawJson.EmptyObject;
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return empty;
        }

        if (value.ValueKind != kind)
        {
            Fail(name, kind == JsonValueKind.Array ? "must be an array" : "must be an object");
            return empty;
        }

        if (TryGetRaw(value) is { } raw && raw.Length <= maximum)
        {
            return new RawJson(raw);
        }

        Fail(name, $"must be valid UTF-8 and have at most {maximum} characters");
        return empty;
    }

    /// <summary>The objects of an array; what goes wrong in the loop is said of the item.</summary>
    public IEnumerable<JsonElement> Items(string name, JsonElement value, int most)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            yield break;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Fail(name, "must be an array");
            yield break;
        }

        if (value.GetArrayLength() > most)
        {
            Fail(name, $"must have at most {most} items; send them in smaller parts");
            yield break;
        }

        (_list, _index) = (name, 0);
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                yield return item;
            }
            else
            {
                Fail("", "must be an object");
            }

            _index++;
        }

        _list = null;
    }

    // Escapes of half characters ("\ud800") and bytes that are no UTF-8 come to light here.
    private static string? TryGetString(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TryGetRaw(JsonElement value)
    {
        try
        {
            return value.GetRawText();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
