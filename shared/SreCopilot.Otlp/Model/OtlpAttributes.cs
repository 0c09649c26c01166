using SreCopilot.TimeSeries;

namespace SreCopilot.Otlp;

/// <summary>The attributes of a resource, span, record or point.</summary>
/// <param name="All">In the order in which they were sent.</param>
/// <param name="Dropped">How many were left out because there were more than <see cref="OtlpLimits.Attributes"/>, here or at the sender.</param>
public sealed record OtlpAttributes(IReadOnlyList<OtlpField> All, int Dropped = 0)
{
    /// <summary>None.</summary>
    public static readonly OtlpAttributes None = new([]);

    /// <summary>The value of that name as text.</summary>
    /// <param name="key">The name.</param>
    /// <returns>The text; null when there is none or it is empty.</returns>
    public string? Find(string key) => FindValue(key).ToString() is { Length: > 0 } text ? text : null;

    /// <summary>The first of several names that has a value; conventions change their names now and then.</summary>
    /// <param name="keys">The names.</param>
    /// <returns>The text; null when there is none.</returns>
    public string? FindAny(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (Find(key) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The value of that name.</summary>
    /// <param name="key">The name.</param>
    /// <returns>The value, empty when there is none.</returns>
    public OtlpValue FindValue(string key)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Key == key)
            {
                return All[i].Value;
            }
        }

        return default;
    }

    /// <summary>Writes them as a JSON object.</summary>
    /// <param name="json">Where to.</param>
    public void WriteTo(JsonText json) => WriteTo(json, All);

    internal static void WriteTo(JsonText json, IReadOnlyList<OtlpField> attributes)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.Writer.WriteStartObject();
        for (var i = 0; i < attributes.Count; i++)
        {
            json.Name(attributes[i].Key);
            attributes[i].Value.WriteTo(json);
        }

        json.Writer.WriteEndObject();
    }
}
