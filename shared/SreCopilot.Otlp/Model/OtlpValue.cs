using System.Globalization;
using System.Text;
using SreCopilot.TimeSeries;

namespace SreCopilot.Otlp;

/// <summary>What kind of value an <see cref="OtlpValue"/> is.</summary>
public enum OtlpValueKind
{
    /// <summary>None.</summary>
    Empty,

    /// <summary>A text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>Values with names.</summary>
    Map,

    /// <summary>Bytes.</summary>
    Bytes,
}

/// <summary>A value of an attribute or the body of a log record: OTLP's <c>AnyValue</c>.</summary>
public readonly struct OtlpValue
{
    private readonly object? _reference;
    private readonly long _bits;

    private OtlpValue(OtlpValueKind kind, object? reference, long bits = 0) => (Kind, _reference, _bits) = (kind, reference, bits);

    /// <summary>Its kind.</summary>
    public OtlpValueKind Kind { get; }

    /// <summary>The values of a list.</summary>
    public IReadOnlyList<OtlpValue> Items => _reference as OtlpValue[] ?? [];

    /// <summary>The values of a map.</summary>
    public IReadOnlyList<OtlpField> Fields => _reference as OtlpField[] ?? [];

    /// <summary>A whole number or a number.</summary>
    public double? Number => Kind switch
    {
        OtlpValueKind.Whole => _bits,
        OtlpValueKind.Number => BitConverter.Int64BitsToDouble(_bits),
        _ => null,
    };

    /// <summary>A whole number.</summary>
    public long? Whole => Kind == OtlpValueKind.Whole ? _bits : null;

    internal static OtlpValue Of(string text) => new(OtlpValueKind.Text, text);

    internal static OtlpValue Of(bool value) => new(OtlpValueKind.Boolean, null, value ? 1 : 0);

    internal static OtlpValue Of(long value) => new(OtlpValueKind.Whole, null, value);

    internal static OtlpValue Of(double value) => new(OtlpValueKind.Number, null, BitConverter.DoubleToInt64Bits(value));

    internal static OtlpValue Of(OtlpValue[] items) => new(OtlpValueKind.List, items);

    internal static OtlpValue Of(OtlpField[] fields) => new(OtlpValueKind.Map, fields);

    internal static OtlpValue OfBytes(string base64) => new(OtlpValueKind.Bytes, base64);

    /// <summary>The value as text: lists and maps as JSON, bytes as base64, nothing as the empty text.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        switch (Kind)
        {
            case OtlpValueKind.Text or OtlpValueKind.Bytes:
                return (string)_reference!;
            case OtlpValueKind.Boolean:
                return _bits == 1 ? "true" : "false";
            case OtlpValueKind.Whole:
                return _bits.ToString(CultureInfo.InvariantCulture);
            case OtlpValueKind.Number:
                return BitConverter.Int64BitsToDouble(_bits).ToString("R", CultureInfo.InvariantCulture);
            case OtlpValueKind.List or OtlpValueKind.Map:
                using (var json = new JsonText())
                {
                    WriteTo(json);
                    return Encoding.UTF8.GetString(json.Written);
                }

            default:
                return "";
        }
    }

    /// <summary>Writes it as JSON.</summary>
    /// <param name="json">Where to.</param>
    public void WriteTo(JsonText json)
    {
        ArgumentNullException.ThrowIfNull(json);
        switch (Kind)
        {
            case OtlpValueKind.Text or OtlpValueKind.Bytes:
                json.Value((string)_reference!);
                break;
            case OtlpValueKind.Boolean:
                json.Writer.WriteBooleanValue(_bits == 1);
                break;
            case OtlpValueKind.Whole:
                json.Writer.WriteNumberValue(_bits);
                break;
            case OtlpValueKind.Number:
                json.Value(BitConverter.Int64BitsToDouble(_bits));
                break;
            case OtlpValueKind.List:
                json.Writer.WriteStartArray();
                foreach (var item in (OtlpValue[])_reference!)
                {
                    item.WriteTo(json);
                }

                json.Writer.WriteEndArray();
                break;
            case OtlpValueKind.Map:
                OtlpAttributes.WriteTo(json, (OtlpField[])_reference!);
                break;
            default:
                json.Writer.WriteNullValue();
                break;
        }
    }
}

/// <summary>A value with a name.</summary>
/// <param name="Key">The name.</param>
/// <param name="Value">The value.</param>
public readonly record struct OtlpField(string Key, OtlpValue Value);
