using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SreCopilot.TimeSeries;

/// <summary>Writes JSON that PostgreSQL takes as <c>jsonb</c>: without U+0000 and halves of surrogate pairs. One per thread of work; use it again after <see cref="Clear"/>.</summary>
public sealed class JsonText : IDisposable
{
    // Control characters and quotes are escaped; anything else stays as it is, so that it is not six times as long.
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>Makes an empty one.</summary>
    public JsonText() => Writer = new Utf8JsonWriter(_buffer, Options);

    /// <summary>Writes structure and numbers; texts go through <c>Name</c> and <c>Value</c>.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            Writer.Flush();
            return _buffer.WrittenSpan;
        }
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        _buffer.ResetWrittenCount();
        Writer.Reset(_buffer);
    }

    /// <summary>Writes a property's name.</summary>
    public void Name(string name) => Writer.WritePropertyName(Clean(name));

    /// <summary>Writes a text.</summary>
    public void Value(string? value)
    {
        if (value is null)
        {
            Writer.WriteNullValue();
        }
        else
        {
            Writer.WriteStringValue(Clean(value));
        }
    }

    /// <summary>Writes a text that is UTF-8 already.</summary>
    public void Value(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8) && !utf8.Contains((byte)0))
        {
            Writer.WriteStringValue(utf8);
        }
        else
        {
            Value(Encoding.UTF8.GetString(utf8));
        }
    }

    /// <summary>Writes a number; JSON has none for NaN and the infinities, they become texts.</summary>
    public void Value(double value)
    {
        if (double.IsFinite(value))
        {
            Writer.WriteNumberValue(value);
        }
        else
        {
            Writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    /// <summary>The text without what PostgreSQL has no text for.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The same, or one with U+FFFD in those places.</returns>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !text.Contains('\0') && !HasLoneSurrogate(text)
            ? text
            : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD')));
    }

    /// <inheritdoc/>
    public void Dispose() => Writer.Dispose();

    private static bool HasLoneSurrogate(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is var at && at >= 0)
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
            {
                return true;
            }

            rest = rest[(at + 2)..];
        }

        return false;
    }
}
