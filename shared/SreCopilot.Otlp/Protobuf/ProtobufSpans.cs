using static SreCopilot.Otlp.ProtobufValues;

namespace SreCopilot.Otlp;

/// <summary>Field numbers: opentelemetry/proto/trace/v1/trace.proto, release 1.9.</summary>
internal static class ProtobufSpans
{
    public static IEnumerable<OtlpSpan> Read(ReadOnlyMemory<byte> body)
    {
        var budget = new Budget();
        foreach (var resourceSpans in Messages(body, 1))
        {
            var resource = Resource(First(resourceSpans, 1).Span, budget);
            foreach (var scopeSpans in Messages(resourceSpans, 2))
            {
                var scope = Scope(First(scopeSpans, 1).Span);
                foreach (var span in Messages(scopeSpans, 2))
                {
                    yield return ReadSpan(span.Span, resource, scope, budget);
                }
            }
        }
    }

    private static OtlpSpan ReadSpan(ReadOnlySpan<byte> message, OtlpResource resource, OtlpScope scope, Budget budget)
    {
        budget.Item();
        var span = new OtlpSpan(resource, scope);
        var attributes = new AttributeList();
        List<OtlpSpanEvent>? events = null;
        List<OtlpSpanLink>? links = null;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    span.TraceId = Id(reader.Bytes(), 16);
                    break;
                case 2:
                    span.SpanId = Id(reader.Bytes(), 8);
                    break;
                case 4:
                    span.ParentSpanId = Id(reader.Bytes(), 8);
                    break;
                case 5:
                    span.Name = reader.Text(OtlpLimits.Text);
                    break;
                case 6:
                    span.Kind = reader.Number();
                    break;
                case 7:
                    span.StartNanoseconds = reader.Fixed64();
                    break;
                case 8:
                    span.EndNanoseconds = reader.Fixed64();
                    break;
                case 9:
                    attributes.Add(Attribute(reader.Bytes(), budget, 0));
                    break;
                case 10:
                    attributes.Dropped(reader.Number());
                    break;
                case 11 when (events ??= []).Count < OtlpLimits.Events:
                    events.Add(ReadEvent(reader.Bytes(), budget));
                    break;
                case 13 when (links ??= []).Count < OtlpLimits.Events:
                    links.Add(ReadLink(reader.Bytes(), budget));
                    break;
                case 15:
                    ReadStatus(reader.Bytes(), span);
                    break;
            }
        }

        (span.Attributes, span.Events, span.Links) = (attributes.Build(), events ?? span.Events, links ?? span.Links);
        return span;
    }

    private static OtlpSpanEvent ReadEvent(ReadOnlySpan<byte> message, Budget budget)
    {
        budget.Value(0);
        var (name, time, attributes) = ("", 0UL, new AttributeList());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    time = reader.Fixed64();
                    break;
                case 2:
                    name = reader.Text(OtlpLimits.Name);
                    break;
                case 3:
                    attributes.Add(Attribute(reader.Bytes(), budget, 0));
                    break;
            }
        }

        return new OtlpSpanEvent(name, time, attributes.Build());
    }

    private static OtlpSpanLink ReadLink(ReadOnlySpan<byte> message, Budget budget)
    {
        budget.Value(0);
        var (trace, span, attributes) = ("", "", new AttributeList());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    trace = Id(reader.Bytes(), 16);
                    break;
                case 2:
                    span = Id(reader.Bytes(), 8);
                    break;
                case 4:
                    attributes.Add(Attribute(reader.Bytes(), budget, 0));
                    break;
            }
        }

        return new OtlpSpanLink(trace, span, attributes.Build());
    }

    private static void ReadStatus(ReadOnlySpan<byte> message, OtlpSpan span)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    span.StatusMessage = reader.Text(OtlpLimits.Text);
                    break;
                case 3:
                    span.StatusCode = reader.Number();
                    break;
            }
        }
    }
}
