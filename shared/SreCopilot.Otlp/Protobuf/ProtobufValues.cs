namespace SreCopilot.Otlp;

/// <summary>Reads what all signals have in common. Field numbers: opentelemetry/proto/common/v1/common.proto and resource/v1/resource.proto, release 1.9.</summary>
internal static class ProtobufValues
{
    /// <summary>The messages of one repeated field, one after the other.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field)
    {
        for (var position = 0; TryFind(message, field, ref position, out var found);)
        {
            yield return found;
        }
    }

    public static ReadOnlyMemory<byte> First(ReadOnlyMemory<byte> message, int field)
    {
        var position = 0;
        return TryFind(message, field, ref position, out var found) ? found : default;
    }

    public static OtlpResource Resource(ReadOnlySpan<byte> message, Budget budget)
    {
        var attributes = new AttributeList();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                attributes.Add(Attribute(reader.Bytes(), budget, 0));
            }
        }

        return new OtlpResource(attributes.Build());
    }

    public static OtlpScope Scope(ReadOnlySpan<byte> message)
    {
        var scope = OtlpScope.Unknown;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            scope = reader.Field switch
            {
                1 => scope with { Name = reader.Text(OtlpLimits.Name) },
                2 => scope with { Version = reader.Text(OtlpLimits.Name) },
                _ => scope,
            };
        }

        return scope;
    }

    public static OtlpField Attribute(ReadOnlySpan<byte> message, Budget budget, int depth)
    {
        var (key, value) = ("", default(OtlpValue));
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    // One more, so that a name that is too long is seen to be.
                    key = reader.Text(OtlpLimits.Name + 1);
                    break;
                case 2:
                    value = Value(reader.Bytes(), budget, depth);
                    break;
            }
        }

        return new OtlpField(key, value);
    }

    public static OtlpValue Value(ReadOnlySpan<byte> message, Budget budget, int depth)
    {
        budget.Value(depth);
        OtlpValue value = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            value = reader.Field switch
            {
                1 => OtlpValue.Of(reader.Text(OtlpLimits.Text)),
                2 => OtlpValue.Of(reader.Boolean()),
                3 => OtlpValue.Of(reader.Whole()),
                4 => OtlpValue.Of(reader.Real()),
                5 => OtlpValue.Of(List(reader.Bytes(), budget, depth + 1)),
                6 => OtlpValue.Of(Map(reader.Bytes(), budget, depth + 1)),
                7 => OtlpValue.OfBytes(Convert.ToBase64String(Shorten(reader.Bytes()))),
                _ => value,
            };
        }

        return value;
    }

    public static string Id(ReadOnlySpan<byte> id, int length) => id.Length == length && id.ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(id) : "";

    private static OtlpValue[] List(ReadOnlySpan<byte> message, Budget budget, int depth)
    {
        var items = new List<OtlpValue>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                items.Add(Value(reader.Bytes(), budget, depth));
            }
        }

        return [.. items];
    }

    private static OtlpField[] Map(ReadOnlySpan<byte> message, Budget budget, int depth)
    {
        var fields = new List<OtlpField>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                budget.Value(depth);
                fields.Add(Attribute(reader.Bytes(), budget, depth));
            }
        }

        return [.. fields];
    }

    private static ReadOnlySpan<byte> Shorten(ReadOnlySpan<byte> bytes) => bytes.Length <= OtlpLimits.Text ? bytes : bytes[..OtlpLimits.Text];

    private static bool TryFind(ReadOnlyMemory<byte> message, int field, ref int position, out ReadOnlyMemory<byte> found)
    {
        var reader = new ProtoReader(message.Span[position..]);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                var length = reader.Bytes().Length;
                found = message.Slice(position + reader.Position - length, length);
                position += reader.Position;
                return true;
            }
        }

        found = default;
        return false;
    }
}

/// <summary>Collects attributes within the limits.</summary>
internal struct AttributeList()
{
    private readonly List<OtlpField> _attributes = [];
    private int _dropped;

    public void Add(OtlpField attribute)
    {
        if (_attributes.Count < OtlpLimits.Attributes && attribute.Key.Length is > 0 and <= OtlpLimits.Name)
        {
            _attributes.Add(attribute);
        }
        else
        {
            _dropped++;
        }
    }

    public void Dropped(int more) => _dropped += Math.Max(0, more);

    public readonly OtlpAttributes Build() => _attributes.Count + _dropped == 0 ? OtlpAttributes.None : new OtlpAttributes(_attributes, _dropped);
}
