using System.Buffers;
using System.Text;

namespace SreCopilot.Otlp;

/// <summary>Writes the few small messages that are answers.</summary>
internal static class ProtoWriter
{
    public static void Number(this ArrayBufferWriter<byte> output, int field, long value)
    {
        if (value != 0)
        {
            Varint(output, (ulong)(field << 3));
            Varint(output, (ulong)value);
        }
    }

    public static void Text(this ArrayBufferWriter<byte> output, int field, string value)
    {
        if (value.Length > 0)
        {
            Message(output, field, Encoding.UTF8.GetBytes(value));
        }
    }

    public static void Message(this ArrayBufferWriter<byte> output, int field, ReadOnlySpan<byte> bytes)
    {
        Varint(output, (ulong)((field << 3) | 2));
        Varint(output, (ulong)bytes.Length);
        output.Write(bytes);
    }

    private static void Varint(ArrayBufferWriter<byte> output, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            output.Write([(byte)(value | 0x80)]);
        }

        output.Write([(byte)value]);
    }
}
