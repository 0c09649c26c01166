using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace SreCopilot.TimeSeries;

/// <summary>
/// Rows in PostgreSQL's binary COPY format, written straight into the bytes that will be sent. Values come in the order of
/// the table's columns; a wrong number of them is a bug and throws. Text is made valid: what is not UTF-8 and NUL, which
/// PostgreSQL has no text for, become U+FFFD.
/// </summary>
public sealed class CopyRow : IDisposable
{
    private const int UuidSize = 16;
    private static readonly long PostgresEpochTicks = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly SearchValues<byte> Nul = SearchValues.Create((byte)0);

    private readonly TimeSeriesTable _table;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;
    private int _rowStart;
    private int _missing;

    internal CopyRow(TimeSeriesTable table) => _table = table;

    internal int Rows { get; private set; }

    internal ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>A <c>smallint</c>.</summary>
    public CopyRow Small(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Field(sizeof(short)), value);
        return this;
    }

    /// <summary>An <c>integer</c>.</summary>
    public CopyRow Whole(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), value);
        return this;
    }

    /// <summary>A <c>bigint</c>.</summary>
    public CopyRow Big(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), value);
        return this;
    }

    /// <summary>A <c>double precision</c>.</summary>
    public CopyRow Real(double value)
    {
        BinaryPrimitives.WriteDoubleBigEndian(Field(sizeof(double)), value);
        return this;
    }

    /// <summary>A <c>double precision</c> or nothing.</summary>
    public CopyRow Real(double? value) => value is { } number ? Real(number) : Null();

    /// <summary>A truth value.</summary>
    public CopyRow Boolean(bool value)
    {
        Field(1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    /// <summary>A <c>timestamptz</c>.</summary>
    public CopyRow Time(DateTimeOffset value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), (value.UtcTicks - PostgresEpochTicks) / TimeSpan.TicksPerMicrosecond);
        return this;
    }

    /// <summary>A <c>uuid</c>.</summary>
    public CopyRow Uuid(Guid value)
    {
        value.TryWriteBytes(Field(UuidSize), bigEndian: true, out _);
        return this;
    }

    /// <summary>A <c>bytea</c>.</summary>
    public CopyRow Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Field(value.Length));
        return this;
    }

    /// <summary>A <c>text</c> or nothing.</summary>
    public CopyRow Text(string? value)
    {
        if (value is null)
        {
            return Null();
        }

        // Encoding.UTF8 writes U+FFFD for halves of surrogate pairs.
        var start = Begin(Encoding.UTF8.GetMaxByteCount(value.Length));
        var written = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(start));
        End(start, written);
        return this;
    }

    /// <summary>A <c>text</c> that is UTF-8 already.</summary>
    public CopyRow Text(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return Text(Encoding.UTF8.GetString(utf8));
        }

        var start = Begin(utf8.Length);
        utf8.CopyTo(_buffer.AsSpan(start));
        End(start, utf8.Length);
        return this;
    }

    /// <summary>A <c>jsonb</c>. The caller vouches for valid JSON without <c>\u0000</c> and lone surrogates: <see cref="JsonText"/> writes such.</summary>
    public CopyRow Jsonb(ReadOnlySpan<byte> utf8)
    {
        var field = Field(utf8.Length + 1);
        field[0] = 1; // The version of jsonb's wire format.
        utf8.CopyTo(field[1..]);
        return this;
    }

    /// <summary>Nothing.</summary>
    public CopyRow Null()
    {
        Count();
        BinaryPrimitives.WriteInt32BigEndian(Reserve(sizeof(int)), -1);
        return this;
    }

    /// <summary>Takes the row back that was begun last.</summary>
    public void Discard()
    {
        _length = _rowStart;
        _missing = 0;
        Rows--;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    internal CopyRow Begin(Guid projectId, DateTimeOffset time)
    {
        Complete();
        _rowStart = _length;
        _missing = _table.Columns.Count + 2;
        Rows++;
        BinaryPrimitives.WriteInt16BigEndian(Reserve(sizeof(short)), (short)_missing);
        return Uuid(projectId).Time(time);
    }

    internal void Complete()
    {
        if (_missing != 0)
        {
            throw new InvalidOperationException($"A row of {_table.Name} lacks its last {_missing} columns.");
        }
    }

    private Span<byte> Field(int size)
    {
        Count();
        var space = Reserve(sizeof(int) + size);
        BinaryPrimitives.WriteInt32BigEndian(space, size);
        return space[sizeof(int)..];
    }

    private int Begin(int most)
    {
        Count();
        Grow(sizeof(int) + most);
        return _length + sizeof(int);
    }

    private void End(int start, int size)
    {
        var text = _buffer.AsSpan(start, size);
        if (text.ContainsAny(Nul))
        {
            size = ReplaceNul(start, size);
        }

        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length), size);
        _length = start + size;
    }

    private int ReplaceNul(int start, int size)
    {
        var replaced = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_buffer, start, size).Replace('\0', '\uFFFD'));
        Grow(sizeof(int) + replaced.Length);
        replaced.CopyTo(_buffer.AsSpan(start));
        return replaced.Length;
    }

    private void Count()
    {
        if (--_missing < 0)
        {
            throw new InvalidOperationException($"A row of {_table.Name} has more values than columns.");
        }
    }

    private Span<byte> Reserve(int size)
    {
        Grow(size);
        var space = _buffer.AsSpan(_length, size);
        _length += size;
        return space;
    }

    private void Grow(int size)
    {
        if (_buffer.Length - _length >= size)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_length + size)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
