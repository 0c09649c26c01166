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
    private readonly JsonText _attributes = new();
    private int _index;

    public IReadOnlyList<string> Mistakes => _mistakes;

    public List<NewLine> Lines { get; } = [];

    /// <summary>Reads a body; what is wrong with it is in <see cref="Mistakes"/>.</summary>
    public void Read(ReadOnlyMemory<byte> body, int maximumLines)
    {
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
        var service = Text(entry, "service_name", LineLimits.Service, alias: "service");
        var message = Text(entry, "message", int.MaxValue);
        var word = Text(entry, "level", LineLimits.Level, fallback: nameof(Level.Info));
        var trace = Text(entry, "trace_id", LineLimits.Trace, isNullable: true);
        var span = Text(entry, "span_id", LineLimits.Trace, isNullable: true);
        var attributes = ReadAttributes(entry, word is null ? null : Levels.Parse(word) is null ? word : null);
        if (_mistakes.Count == mistakes)
        {
            var time = entry.TryGetProperty("timestamp", out var timestamp) ? ReadTime(timestamp) : null;
            Lines.Add(new NewLine(time, Levels.Parse(word!) ?? Level.Info, service!, LineLimits.CutMessage(message!), attributes, Present(trace), Present(span)));
        }
    }

    private string? Text(JsonElement entry, string name, int maximum, string? alias = null, string? fallback = null, bool isNullable = false)
    {
        if (!entry.TryGetProperty(name, out var value) && (alias is null || !entry.TryGetProperty(alias, out value)))
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
    private ReadOnlyMemory<byte> ReadAttributes(JsonElement entry, string? unknownLevel)
    {
        var isGiven = entry.TryGetProperty("attributes", out var attributes);
        if (isGiven && attributes.ValueKind != JsonValueKind.Object)
        {
            Fail("attributes", "Input should be a valid dictionary");
            return AttributeJson.None;
        }

        if (unknownLevel is null && (!isGiven || !attributes.EnumerateObject().MoveNext()))
        {
            return AttributeJson.None;
        }

        _attributes.Clear();
        _attributes.Writer.WriteStartObject();
        if (unknownLevel is not null)
        {
            _attributes.Name("level");
            _attributes.Value(unknownLevel);
        }

        if (isGiven)
        {
            foreach (var property in attributes.EnumerateObject())
            {
                _attributes.Name(property.Name);
                AttributeJson.Write(_attributes, property.Value);
            }
        }

        _attributes.Writer.WriteEndObject();
        var written = _attributes.Written;
        if (written.Length > LineLimits.Attributes)
        {
            Fail("attributes", $"should have at most {LineLimits.Attributes} bytes of JSON");
            return AttributeJson.None;
        }

        return written.ToArray();
    }

    // A date alone is not believed to be the time of a line.
    private static DateTimeOffset? ReadTime(JsonElement timestamp) =>
        timestamp.ValueKind == JsonValueKind.String && timestamp.GetString() is { } text && text.Contains('-', StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal)
            ? null
            : ClientTime.Read(timestamp);

    private static string? Present(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private void Fail(string? field, string mistake) => _mistakes.Add($"body -> logs -> {_index}{(field is null ? "" : $" -> {field}")}: {mistake}");
}
