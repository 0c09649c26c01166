using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.Otlp;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary><c>POST /otlp/v1/traces</c>: what OpenTelemetry SDKs and Collectors send.</summary>
internal static class OtlpTraces
{
    // By the number of the specification; unspecified counts as internal there.
    private static readonly string[] Kinds = ["internal", "internal", "server", "client", "producer", "consumer"];

    public static void MapOtlpTraces(this IEndpointRouteBuilder routes) => routes.MapPost(
        "/otlp/v1/traces", http => OtlpEndpoint.HandleAsync(http, Tables.TraceLane, ApiKeyScopes.Traces, "rejectedSpans", ReadAsync))
        .NotAudited("Ingest: api-gateway counts the use of keys.");

    private static ValueTask ReadAsync(OtlpContent content, IngestBatch batch, OtlpRejections rejections, CancellationToken cancel)
    {
        var spans = new SpanBatch(batch);
        using var attributes = new JsonText();
        using var events = new JsonText();
        foreach (var sent in content.ReadSpans())
        {
            if (sent.TraceId.Length == 0 || sent.SpanId.Length == 0)
            {
                rejections.Add("A span needs a trace id of 16 bytes and a span id of 8 bytes.");
            }
            else if (Read(sent) is var span && batch.Times.Judge(span.Start) is not TimeVerdict.Good and var verdict)
            {
                rejections.Add(verdict == TimeVerdict.TooOld ? "Older than what is kept." : "Further in the future than clocks differ.");
            }
            else
            {
                WriteAttributes(attributes, sent);
                WriteEvents(events, sent);
                spans.Add(span, attributes.Written, events.Written);
                foreach (var exception in sent.Events.Where(happened => happened.Name == "exception"))
                {
                    spans.AddException(
                        span, exception.Attributes.Find("exception.type") ?? "", exception.Attributes.Find("exception.message") ?? "",
                        exception.Attributes.Find("exception.stacktrace") ?? "", TimeText.Stored(ClientTime.OfNanoseconds(exception.TimeNanoseconds)));
                }
            }
        }

        spans.Complete();
        return ValueTask.CompletedTask;
    }

    private static Span Read(OtlpSpan sent)
    {
        var features = new FeatureReader();
        foreach (var attribute in sent.Attributes.All)
        {
            if (FeatureReader.IsInteresting(attribute.Key))
            {
                features.Read(attribute.Key, attribute.Value.ToString());
            }
        }

        var nanoseconds = sent.EndNanoseconds > sent.StartNanoseconds ? sent.EndNanoseconds - sent.StartNanoseconds : 0;
        return new Span(
            sent.TraceId, sent.SpanId, sent.ParentSpanId, Names.Cut(sent.Resource.ServiceName, Names.ServiceLength), Names.Cut(sent.Name, Names.OperationLength),
            Kinds[sent.Kind is > 0 and < 6 ? sent.Kind : 0], TimeText.Stored(ClientTime.OfNanoseconds(sent.StartNanoseconds)), Math.Min(nanoseconds / 1e6, Span.MostMs),
            sent.StatusCode == 2 ? Span.Error : "ok", Names.OrNull(Names.Cut(sent.StatusMessage, 1000)), features.ToFeatures());
    }

    // Those of the span by their names, those of the process as resource.*.
    private static void WriteAttributes(JsonText json, OtlpSpan sent)
    {
        json.Clear();
        json.Writer.WriteStartObject();
        foreach (var attribute in sent.Attributes.All)
        {
            json.Name(attribute.Key);
            attribute.Value.WriteTo(json);
        }

        foreach (var attribute in sent.Resource.Attributes.All)
        {
            json.Name("resource." + attribute.Key);
            attribute.Value.WriteTo(json);
        }

        if (sent.Scope.Name.Length > 0)
        {
            json.Name("otel.scope.name");
            json.Value(sent.Scope.Name);
        }

        if (sent.Links.Count > 0)
        {
            json.Name("otel.links");
            json.Writer.WriteStartArray();
            foreach (var link in sent.Links)
            {
                json.Value($"{link.TraceId}/{link.SpanId}");
            }

            json.Writer.WriteEndArray();
        }

        json.Writer.WriteEndObject();
    }

    private static void WriteEvents(JsonText json, OtlpSpan sent)
    {
        json.Clear();
        json.Writer.WriteStartArray();
        foreach (var happened in sent.Events)
        {
            json.Writer.WriteStartObject();
            json.Name("name");
            json.Value(happened.Name);
            json.Name("timestamp");
            json.Value(ClientTime.OfNanoseconds(happened.TimeNanoseconds).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture));
            json.Name("attributes");
            happened.Attributes.WriteTo(json);
            json.Writer.WriteEndObject();
        }

        json.Writer.WriteEndArray();
    }
}
