using System.Runtime.InteropServices;
using System.Text.Json;
using SreCopilot.LogService.Storage;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary>
/// Reads the entries of <c>{"logs":[{"service_name":"web","message":"boom","level":"ERROR","timestamp":"...","attributes":{},
/// "trace_id":"...","span_id":"..."}]}</c>. <c>service</c> is another name of <c>service_name</c>. Wrong entries are named
/// and none of the request is stored; a time that cannot be read is no reason to lose a line.
/// </summary>
internal sealed class LineReader : IDisposable
{
    private const int NamedMistakes = 10;

    private readonly List<string> _mistakes = [];
    private readonly AttributeJson _attributes = new();
    private ReadOnlyMemory<byte> _body;
    private int _index;

    public IReadOnlyList<string> Mistakes => _mistakes;

    public List<NewLine> Lines { get; } = [];

    /// <summary>Reads a body; what is wrong with it is in <see cref="Mistakes"/>. The lines refer to it: it must outlive them.</summary>
    public void Read(ReadOnlyMemory<byte> body, int maximumLines)
    {
        _body = body;
        try
        {
            using var document = JsonDocument.Parse(body);
            ReadBody(document.RootElement, maximumLines);
        }
        catch (JsonException exception)
        {
            _mistakes.Add($"body -> {exception.BytePositionInLine ?? 0}: JSON decode error");
        }
        catch (InvalidOperationException)
        {
            // "\ud800": half of a character.
            _mistakes.Add($"body -> logs -> {_index}: text that is not valid Unicode");
        }
    }

    public void Dispose() => _attributes.Dispose();

    private void ReadBody(JsonElement body, int maximumLines)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            _mistakes.Add("body: Input should be an object");
        }
        else if (!body.TryGetProperty("logs", out var logs))
        {
            _mistakes.Add("body -> logs: Field required");
        }
        else if (logs.ValueKind != JsonValueKind.Array)
        {
            _mistakes.Add("body -> logs: Input should be a valid list");
        }
        else if (logs.GetArrayLength() > maximumLines)
        {
            _mistakes.Add($"body -> logs: List should have at most {maximumLines} items");
        }
        else
        {
            Lines.Capacity = logs.GetArrayLength();
            foreach (var entry in logs.EnumerateArray())
            {
                ReadEntry(entry);
                _index++;
                if (_mistakes.Count >= NamedMistakes)
                {
                    return;
                }
            }
        }
    }

    private void ReadEntry(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            Fail(null, "Input should be an object");
            return;
        }

        var mistakes = _mistakes.Count;
        var fields = EntryFields.Read(entry);
        var service = Text(fields.ServiceName.ValueKind == JsonValueKind.Undefined ? fields.Service : fields.ServiceName, "service_name", LineLimits.Service);
        var message = Text(fields.Message, "message", int.MaxValue);
        var word = Text(fields.Level, "level", LineLimits.Level, fallback: nameof(Level.Info));
        var trace = Text(fields.TraceId, "trace_id", LineLimits.Trace, isNullable: true);
        var span = Text(fields.SpanId, "span_id", LineLimits.Trace, isNullable: true);
        var level = word is null ? null : Levels.Parse(word);
        var attributes = ReadAttributes(fields.Attributes, level is null ? word : null);
        if (_mistakes.Count == mistakes)
        {
            Lines.Add(new NewLine(ReadTime(fields.Timestamp), level ?? Level.Info, service!, LineLimits.CutMessage(message!), attributes, Present(trace), Present(span)));
        }
    }

    private string? Text(JsonElement value, string name, int maximum, string? fallback = null, bool isNullable = false)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            if (fallback is null && !isNullable)
            {
                Fail(name, "Field required");
            }

            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Null && isNullable)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Fail(name, "Input should be a valid string");
            return null;
        }

        var text = JsonText.Clean(value.GetString()!);
        if (text.Length > maximum)
        {
            Fail(name, $"String should have at most {maximum} characters");
        }

        return text;
    }

    // A level that nobody knows counts as INFO; its word is kept beside the other attributes.
    private ReadOnlyMemory<byte> ReadAttributes(JsonElement attributes, string? unknownLevel)
    {
        if (attributes.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
        {
            Fail("attributes", "Input should be a valid dictionary");
            return AttributeJson.None;
        }

        var json = _attributes.Write(attributes, unknownLevel, _body);
        if (json.Length > LineLimits.Attributes)
        {
            Fail("attributes", $"should have at most {LineLimits.Attributes} bytes of JSON");
            return AttributeJson.None;
        }

        return json;
    }

    private static DateTimeOffset? ReadTime(JsonElement timestamp)
    {
        // "2026-03-01T10:20:30.123Z", as nearly all senders write it, needs no string.
        if (timestamp.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(timestamp) is [.., (byte)'Z', (byte)'"'] && timestamp.TryGetDateTimeOffset(out var time))
        {
            return time;
        }

        // A date alone is not believed to be the time of a line.
        return timestamp.ValueKind == JsonValueKind.Undefined
            || (timestamp.ValueKind == JsonValueKind.String && timestamp.GetString() is { } text && text.Contains('-', StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal))
                ? null
                : ClientTime.Read(timestamp);
    }

    private static string? Present(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private void Fail(string? field, string mistake) => _mistakes.Add($"body -> logs -> {_index}{(field is null ? "" : $" -> {field}")}: {mistake}");
}
