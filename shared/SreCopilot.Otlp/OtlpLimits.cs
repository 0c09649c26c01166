namespace SreCopilot.Otlp;

/// <summary>What one request may contain. Beyond them a request or an item is refused, or a value shortened, as each line says.</summary>
public static class OtlpLimits
{
    /// <summary>Bytes of a protobuf body, unpacked: 413.</summary>
    public const int ProtobufBody = 16 * 1024 * 1024;

    /// <summary>Bytes of a JSON body, unpacked; half, because it takes more memory while it is read: 413.</summary>
    public const int JsonBody = 8 * 1024 * 1024;

    /// <summary>Spans, records or points in a request: 400.</summary>
    public const int Items = 50_000;

    /// <summary>Values in all attributes and bodies of a request: 400.</summary>
    public const int Values = 1_000_000;

    /// <summary>Attributes of one item; further ones are dropped.</summary>
    public const int Attributes = 128;

    /// <summary>Characters of an attribute's name; one with a longer name is dropped.</summary>
    public const int Name = 255;

    /// <summary>Characters of a text; longer ones are cut.</summary>
    public const int Text = 64 * 1024;

    /// <summary>Lists in lists in lists: 400.</summary>
    public const int Depth = 16;

    /// <summary>Events or links of a span; further ones are dropped.</summary>
    public const int Events = 128;

    /// <summary>Buckets or quantiles of a point: 400.</summary>
    public const int Buckets = 2_000;
}

/// <summary>The body is not what it says it is; the text is made for the sender.</summary>
/// <param name="message">What is wrong.</param>
public sealed class OtlpFormatException(string message) : Exception(message);
