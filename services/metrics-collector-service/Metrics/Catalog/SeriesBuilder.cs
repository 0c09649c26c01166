using System.Buffers;
using System.IO.Hashing;
using System.Text;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics.Catalog;

/// <summary>
/// Collects the labels of one series after the other. Its id is XXH3-64 of everything that tells it apart, labels in order:
/// whoever writes knows it without asking the database, on any replica, and labels are stored once. Ids count within a
/// project only; two of 50,000 series share one with a probability of 1 in 15,000,000,000.
/// </summary>
internal sealed class SeriesBuilder : IDisposable
{
    public const int MostLabels = 64;
    public const int NameLength = 255;
    public const int ValueLength = 1024;

    private readonly List<(string Name, string Value)> _labels = [];
    private readonly ArrayBufferWriter<byte> _identity = new(512);
    private readonly JsonText _json = new();

    /// <summary>Why the series cannot be stored; null when it can.</summary>
    public string? Refusal { get; private set; }

    public void Clear()
    {
        _labels.Clear();
        Refusal = null;
    }

    public void Label(string name, string value)
    {
        if (name.Length is 0 or > NameLength || value.Length > ValueLength)
        {
            Refusal = $"A label has no name, one of more than {NameLength} characters or a value of more than {ValueLength}.";
        }
        else if (_labels.Count == MostLabels)
        {
            Refusal = $"A series has more than {MostLabels} labels.";
        }
        else
        {
            _labels.Add((JsonText.Clean(name), JsonText.Clean(value)));
        }
    }

    /// <summary>The same labels with another value of one of them: the last one counts, and buckets of a histogram differ in one.</summary>
    public void Replace(string name, string value)
    {
        Remove(name);
        _labels.Add((name, value));
    }

    public void Remove(string name)
    {
        for (var i = _labels.Count - 1; i >= 0; i--)
        {
            if (_labels[i].Name == name)
            {
                _labels.RemoveAt(i);
            }
        }
    }

    public long Identify(Metric metric, string service)
    {
        _labels.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        _identity.ResetWrittenCount();
        Write(metric.Name);
        Write(service);
        _identity.Write([(byte)metric.Kind]);
        foreach (var (name, value) in _labels)
        {
            Write(name);
            Write(value);
        }

        return (long)XxHash3.HashToUInt64(_identity.WrittenSpan);
    }

    public Series Build(long id, Metric metric, string service)
    {
        _json.Clear();
        _json.Writer.WriteStartObject();
        foreach (var (name, value) in _labels)
        {
            _json.Name(name);
            _json.Value(value);
        }

        _json.Writer.WriteEndObject();
        return new Series(id, metric, service, Encoding.UTF8.GetString(_json.Written));
    }

    public void Dispose() => _json.Dispose();

    // With its length, so that "ab" + "c" is not "a" + "bc".
    private void Write(string text)
    {
        var space = _identity.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, space[sizeof(int)..]);
        BitConverter.TryWriteBytes(space, length);
        _identity.Advance(sizeof(int) + length);
    }
}
