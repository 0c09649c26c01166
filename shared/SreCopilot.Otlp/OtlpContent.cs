using System.Text.Json;

namespace SreCopilot.Otlp;

/// <summary>The encodings of OTLP/HTTP.</summary>
public enum OtlpEncoding
{
    /// <summary><c>application/x-protobuf</c></summary>
    Protobuf,

    /// <summary><c>application/json</c></summary>
    Json,
}

/// <summary>
/// The body of a request, read item by item, so that only one item is in memory beside it. Reading throws
/// <see cref="OtlpFormatException"/>, possibly after some items were read: store none of them then.
/// </summary>
public sealed class OtlpContent : IDisposable
{
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 64 };

    private readonly ReadOnlyMemory<byte> _body;
    private readonly JsonDocument? _json;

    /// <summary>Makes a reader of a body.</summary>
    /// <param name="body">The bytes, unpacked.</param>
    /// <param name="encoding">What they are.</param>
    /// <exception cref="OtlpFormatException">Not JSON.</exception>
    public OtlpContent(ReadOnlyMemory<byte> body, OtlpEncoding encoding)
    {
        _body = body;
        if (encoding == OtlpEncoding.Json)
        {
            try
            {
                _json = JsonDocument.Parse(body, JsonOptions);
            }
            catch (JsonException)
            {
                throw new OtlpFormatException("The body is not valid JSON.");
            }
        }
    }

    /// <summary>The log records.</summary>
    /// <returns>One after the other.</returns>
    public IEnumerable<OtlpLog> ReadLogs() => Guard(_json is { } json ? JsonSignals.ReadLogs(json.RootElement) : ProtobufLogs.Read(_body));

    /// <summary>The spans.</summary>
    /// <returns>One after the other.</returns>
    public IEnumerable<OtlpSpan> ReadSpans() => Guard(_json is { } json ? JsonSignals.ReadSpans(json.RootElement) : ProtobufSpans.Read(_body));

    /// <summary>The points of all metrics.</summary>
    /// <returns>One after the other.</returns>
    public IEnumerable<OtlpPoint> ReadPoints() => Guard(_json is { } json ? JsonMetrics.Read(json.RootElement) : ProtobufMetrics.Read(_body));

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    private static IEnumerable<T> Guard<T>(IEnumerable<T> items)
    {
        using var enumerator = items.GetEnumerator();
        while (Move(enumerator))
        {
            yield return enumerator.Current;
        }
    }

    private static bool Move(System.Collections.IEnumerator enumerator)
    {
        try
        {
            return enumerator.MoveNext();
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json's word for a text that is not UTF-8 or has half a surrogate pair.
            throw new OtlpFormatException("A text in the body is not valid UTF-8.");
        }
    }
}
