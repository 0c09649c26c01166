using static SreCopilot.Otlp.ProtobufValues;

namespace SreCopilot.Otlp;

/// <summary>Field numbers: opentelemetry/proto/logs/v1/logs.proto, release 1.9.</summary>
internal static class ProtobufLogs
{
    public static IEnumerable<OtlpLog> Read(ReadOnlyMemory<byte> body)
    {
        var budget = new Budget();
        foreach (var resourceLogs in Messages(body, 1))
        {
            var resource = Resource(First(resourceLogs, 1).Span, budget);
            foreach (var scopeLogs in Messages(resourceLogs, 2))
            {
                var scope = Scope(First(scopeLogs, 1).Span);
                foreach (var record in Messages(scopeLogs, 2))
                {
                    yield return ReadRecord(record.Span, resource, scope, budget);
                }
            }
        }
    }

    private static OtlpLog ReadRecord(ReadOnlySpan<byte> message, OtlpResource resource, OtlpScope scope, Budget budget)
    {
        budget.Item();
        var log = new OtlpLog(resource, scope);
        var attributes = new AttributeList();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    log.TimeNanoseconds = reader.Fixed64();
                    break;
                case 2:
                    log.SeverityNumber = reader.Number();
                    break;
                case 3:
                    log.SeverityText = reader.Text(OtlpLimits.Name);
                    break;
                case 5:
                    log.Body = Value(reader.Bytes(), budget, 0);
                    break;
                case 6:
                    attributes.Add(Attribute(reader.Bytes(), budget, 0));
                    break;
                case 7:
                    attributes.Dropped(reader.Number());
                    break;
                case 9:
                    log.TraceId = Id(reader.Bytes(), 16);
                    break;
                case 10:
                    log.SpanId = Id(reader.Bytes(), 8);
                    break;
                case 11:
                    log.ObservedNanoseconds = reader.Fixed64();
                    break;
                case 12:
                    log.EventName = reader.Text(OtlpLimits.Name);
                    break;
            }
        }

        log.Attributes = attributes.Build();
        return log;
    }
}
