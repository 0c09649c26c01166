using SreCopilot.MetricsCollectorService.Errors;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>The spans of one request.</summary>
/// <param name="batch">Where their rows go.</param>
internal sealed class SpanBatch(IngestBatch batch)
{
    private readonly List<Span> _spans = [];
    private readonly Dictionary<(string TraceId, string Type, string Message), (Span Span, string StackTrace, DateTimeOffset Time)> _exceptions = [];

    public IReadOnlyList<Span> Spans => _spans;

    /// <summary>Stores a span.</summary>
    /// <param name="span">The span; its start must be in the batch's times.</param>
    /// <param name="attributes">A JSON object that jsonb takes.</param>
    /// <param name="events">A JSON array that jsonb takes.</param>
    public void Add(Span span, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> events)
    {
        batch.AddRow(Tables.Spans, span.Start)
            .Text(span.TraceId).Text(span.SpanId).Text(span.ParentSpanId).Text(span.Service).Text(span.Operation).Text(span.Kind).Real(span.DurationMs)
            .Text(span.Status).Text(span.StatusMessage).Jsonb(attributes).Jsonb(events);
        _spans.Add(span);
    }

    /// <summary>Notes an exception that a span recorded. On its way up, the same one may be recorded by several spans: it counts for the one
    /// that began last, which is where it happened.</summary>
    public void AddException(Span span, string type, string message, string stackTrace, DateTimeOffset time)
    {
        if (type.Length == 0 && message.Length == 0)
        {
            return;
        }

        var key = (span.TraceId, type, message);
        if (!_exceptions.TryGetValue(key, out var known) || span.Start > known.Span.Start)
        {
            _exceptions[key] = (span, stackTrace, time);
        }
    }

    /// <summary>All spans are there: what follows from them.</summary>
    public void Complete()
    {
        foreach (var ((_, type, message), (span, stackTrace, time)) in _exceptions)
        {
            new ErrorEvent(
                span.Service, Names.Cut(type, ErrorEvent.ClassLength), Names.Cut(message, ErrorEvent.MessageLength), Names.Cut(stackTrace, ErrorEvent.StackLength),
                batch.Times.Contains(time) ? time : span.Start, span.TraceId, span.SpanId).AddTo(batch, "{}"u8);
        }

        var facts = Facts.Of(batch);
        facts.Spans.AddRange(_spans);
        foreach (var span in _spans)
        {
            facts.Saw(span.Service, "sdk", "backend", span.Start);
        }

        foreach (var transaction in TransactionsFromSpans.Find(_spans))
        {
            transaction.AddTo(batch);
        }
    }
}
