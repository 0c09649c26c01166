using System.Buffers.Binary;
using System.Text;

namespace SreCopilot.Otlp;

/// <summary>
/// Reads protobuf's wire format: <c>0A 03 66 6F 6F</c> is field 1, length-delimited, "foo". Fields that are not asked for are
/// skipped, so newer senders are understood. Never reads beyond its bytes.
/// </summary>
public ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Bits64 = 1;
    private const int LengthDelimited = 2;
    private const int Bits32 = 5;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _wireType;
    private bool _pending;

    /// <summary>How far it has read.</summary>
    public int Position { get; private set; }

    /// <summary>The number of the field that comes next.</summary>
    public int Field { get; private set; }

    /// <summary>Goes on to the next field; the present one is skipped if it was not read.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        if (_pending)
        {
            Skip();
        }

        if (Position == _message.Length)
        {
            return false;
        }

        var tag = ReadVarint();
        (Field, _wireType, _pending) = ((int)(tag >> 3), (int)(tag & 7), true);
        return tag is > 7 and <= uint.MaxValue ? true : throw Malformed();
    }

    /// <summary>A number of any type that is sent as varint.</summary>
    public ulong Natural()
    {
        Expect(Varint);
        return ReadVarint();
    }

    /// <summary>A whole number with sign.</summary>
    public long Whole() => (long)Natural();

    /// <summary>A number or an enumeration.</summary>
    public int Number() => (int)Whole();

    /// <summary>A truth value.</summary>
    public bool Boolean() => Natural() != 0;

    /// <summary>A <c>sint32</c>.</summary>
    public int ZigZag32()
    {
        var value = (uint)Natural();
        return (int)(value >> 1) ^ -(int)(value & 1);
    }

    /// <summary>A <c>fixed64</c> or <c>sfixed64</c>.</summary>
    public ulong Fixed64()
    {
        Expect(Bits64);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
    }

    /// <summary>A <c>double</c>.</summary>
    public double Real() => BitConverter.UInt64BitsToDouble(Fixed64());

    /// <summary>Bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(LengthDelimited);
        return TakeDelimited();
    }

    /// <summary>A text; what is not UTF-8 becomes U+FFFD.</summary>
    public string Text(int mostCharacters)
    {
        var bytes = Bytes();
        // A character has at most three bytes per UTF-16 unit.
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, mostCharacters * 3)]);
        return text.Length <= mostCharacters ? text : text[..mostCharacters];
    }

    /// <summary>Repeated 64-bit values, packed or one at a time; adds them to what was read before.</summary>
    public void Repeated(ref ulong[] values, bool isFixed, int most)
    {
        if (_wireType != LengthDelimited)
        {
            values = values.Length < most ? [.. values, isFixed ? Fixed64() : Natural()] : throw TooMany(most);
            return;
        }

        var packed = new ProtoReader(Bytes());
        var list = new List<ulong>(values);
        while (packed.Position < packed._message.Length)
        {
            list.Add(isFixed ? BinaryPrimitives.ReadUInt64LittleEndian(packed.Take(sizeof(ulong))) : packed.ReadVarint());
            if (list.Count > most)
            {
                throw TooMany(most);
            }
        }

        values = [.. list];
    }

    internal static OtlpFormatException Malformed() => new("The body is not valid protobuf of this signal.");

    private static OtlpFormatException TooMany(int most) => new($"A point has more than {most} buckets.");

    private void Expect(int wireType)
    {
        if (_wireType != wireType || !_pending)
        {
            throw Malformed();
        }

        _pending = false;
    }

    private void Skip()
    {
        _pending = false;
        switch (_wireType)
        {
            case Varint:
                ReadVarint();
                break;
            case Bits64:
                Take(sizeof(ulong));
                break;
            case LengthDelimited:
                TakeDelimited();
                break;
            case Bits32:
                Take(sizeof(uint));
                break;
            default:
                throw Malformed();
        }
    }

    private ReadOnlySpan<byte> TakeDelimited()
    {
        var length = ReadVarint();
        return length <= int.MaxValue ? Take((int)length) : throw Malformed();
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _message.Length - Position)
        {
            throw Malformed();
        }

        var bytes = _message.Slice(Position, length);
        Position += length;
        return bytes;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (Position == _message.Length)
            {
                throw Malformed();
            }

            var next = _message[Position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Malformed();
    }
}
