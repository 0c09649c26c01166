using System.Text.Json;

namespace SreCopilot.SecurityService.Scans;

/// <summary>
/// A value inside a JSON text that was checked as a whole. A scan may be large, so it is never made into a tree: walking to a value
/// is a pass over the bytes and costs no memory, and only single findings become a <see cref="JsonElement"/>.
/// </summary>
internal readonly struct JsonSlice(ReadOnlyMemory<byte> json)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    public int Length => json.Length;

    public bool IsObject => !json.IsEmpty && json.Span[0] == (byte)'{';

    public bool IsArray => !json.IsEmpty && json.Span[0] == (byte)'[';

    /// <summary>One JSON text of at most 64 levels, with or without a byte order mark; null for anything else.</summary>
    public static JsonSlice? Check(ReadOnlyMemory<byte> text)
    {
        if (text.Span.StartsWith("\ufeff"u8))
        {
            text = text[3..];
        }

        try
        {
            var reader = new Utf8JsonReader(text.Span, Options);
            while (reader.Read())
            {
                // {"\ud800":1} is JSON, but whoever compares such a name with another throws.
                if (reader is { TokenType: JsonTokenType.PropertyName, ValueIsEscaped: true })
                {
                    reader.GetString();
                }
            }

            return new JsonSlice(text[FirstByte(text.Span)..]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The value of a field; empty when there is none.</summary>
    public JsonSlice Field(string name)
    {
        if (!IsObject)
        {
            return default;
        }

        var reader = new Utf8JsonReader(json.Span, Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
            {
                return new JsonSlice(json[start..(int)reader.BytesConsumed]);
            }
        }

        return default;
    }

    public bool Has(string name) => Field(name).Length > 0;

    /// <summary>The items of a list, at most as many as asked for and one more; nothing when it is no list.</summary>
    public List<JsonSlice> Items(int most)
    {
        var items = new List<JsonSlice>();
        if (!IsArray)
        {
            return items;
        }

        var reader = new Utf8JsonReader(json.Span, Options);
        reader.Read();
        while (items.Count <= most && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(new JsonSlice(json[start..(int)reader.BytesConsumed]));
        }

        return items;
    }

    /// <summary>The value as a tree; undefined when it is empty or larger than a single finding ever is.</summary>
    public JsonElement Parse(int mostBytes = 256 * 1024)
    {
        if (json.IsEmpty || json.Length > mostBytes)
        {
            return default;
        }

        var reader = new Utf8JsonReader(json.Span, Options);
        return JsonElement.ParseValue(ref reader);
    }

    public string? Text() => JsonText.Of(Parse(16 * 1024));

    // White space may come first.
    private static int FirstByte(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(" \t\r\n"u8);
}
