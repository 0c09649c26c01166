using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.MetricsCollectorService.Errors;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>The body of <c>POST /traces/ingest</c>.</summary>
/// <param name="Spans">At most 10,000.</param>
internal sealed record SpansDescription(IReadOnlyList<SpanDescription>? Spans);

/// <summary>A span.</summary>
/// <param name="TraceId">1 to 128 characters.</param>
/// <param name="SpanId">At most 128 characters.</param>
/// <param name="ParentSpanId">Absent, null and empty: it has no parent.</param>
/// <param name="ServiceName">At most 255 characters; also as service.</param>
/// <param name="Operation">At most 500 characters; also as name.</param>
/// <param name="DurationMs">0 to a week.</param>
/// <param name="Status">ok (default) or error.</param>
/// <param name="StatusMessage">What went wrong.</param>
/// <param name="Kind">server, client, producer, consumer or internal.</param>
/// <param name="Attributes">An object.</param>
/// <param name="Events">An array.</param>
/// <param name="Timestamp">When it began; default now.</param>
internal sealed record SpanDescription(
    string? TraceId, string? SpanId, string? ParentSpanId, string? ServiceName, string? Operation, double? DurationMs, string? Status, string? StatusMessage, string? Kind,
    JsonElement Attributes, JsonElement Events, DateTimeOffset? Timestamp);

/// <summary>What became of them.</summary>
/// <param name="IngestedSpans">How many are stored.</param>
/// <param name="TraceIds">The traces of these.</param>
/// <param name="RejectedSpans">How many are not, because they are older than what is kept or further ahead than clocks differ.</param>
internal sealed record SpansIngested(int IngestedSpans, IReadOnlyList<string> TraceIds, int RejectedSpans);

/// <summary><c>POST /traces/ingest</c></summary>
internal static class TraceIngest
{
    private const int MostSpans = 10_000;
    private const int MostEvents = 128 * 1024;
    private static readonly string[] Kinds = ["", "server", "client", "producer", "consumer", "internal"];

    public static void MapTraceIngest(this IEndpointRouteBuilder routes) => routes.MapPost("/traces/ingest", IngestAsync)
        .Named("ingest_traces")
        .WithSummary("Stores spans: all of the request or, when one of them is wrong, none")
        .WithTags("Traces")
        .Accepts<SpansDescription>("application/json", "*/*")
        .Produces<SpansIngested>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests);

    private static Task<Results<Ok<SpansIngested>, JsonHttpResult<ErrorBody>>> IngestAsync(HttpContext http, JsonIngest ingest) =>
        ingest.RunAsync(http, Tables.TraceLane, Read);

    private static SpansIngested Read(JsonElement body, JsonReading json, IngestBatch batch)
    {
        var spans = new SpanBatch(batch);
        var rejected = 0;
        using var attributes = new JsonText();
        using var events = new JsonText();
        foreach (var item in json.Items("spans", body.Field("spans"), MostSpans))
        {
            var span = ReadSpan(item, json, batch.Times.Now);
            if (json.HasMistakes)
            {
                continue;
            }

            if (batch.Times.Contains(span.Start))
            {
                spans.Add(span, attributes.CopyObject(item.Field("attributes")), events.CopyArray(item.Field("events")));
                AddExceptions(spans, span, item.Field("events"));
            }
            else
            {
                rejected++;
            }
        }

        if (!json.HasMistakes)
        {
            spans.Complete();
        }

        return new SpansIngested(spans.Spans.Count, [.. spans.Spans.Select(span => span.TraceId).Distinct()], rejected);
    }

    private static Span ReadSpan(JsonElement item, JsonReading json, DateTimeOffset now)
    {
        var kind = json.Name("kind", item.Field("kind"), 20).ToLowerInvariant();
        if (!Kinds.Contains(kind))
        {
            json.Fail("kind", $"must be one of {string.Join(", ", Kinds[1..])}");
        }

        var duration = json.Measure("duration_ms", item.Field("duration_ms"));
        if (duration > Span.MostMs)
        {
            json.Fail("duration_ms", "must be at most a week");
            duration = 0;
        }

        var status = json.Name("status", item.Field("status"), 20).ToLowerInvariant();
        json.Raw("attributes", item.Field("attributes"), JsonValueKind.Object, Names.AttributesLength);
        json.Raw("events", item.Field("events"), JsonValueKind.Array, MostEvents);
        return new Span(
            json.RequiredName("trace_id", item.Field("trace_id"), Names.IdLength),
            json.Name("span_id", item.Field("span_id"), Names.IdLength),
            json.Name("parent_span_id", item.Field("parent_span_id"), Names.IdLength),
            json.Name("service_name", item.Field("service_name", "service"), Names.ServiceLength),
            json.Name("operation", item.Field("operation", "name"), Names.OperationLength),
            kind, json.Time("timestamp", item.Field("timestamp")) ?? now, duration, status is "" or "unset" ? "ok" : status,
            Names.OrNull(json.Text("status_message", item.Field("status_message"), 1000)), FeaturesOf(item.Field("attributes")));
    }

    // {"name":"exception","timestamp":"...","attributes":{"exception.type":"ValueError","exception.message":"bad id","exception.stacktrace":"..."}}
    private static void AddExceptions(SpanBatch spans, Span span, JsonElement events)
    {
        if (events.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var happened in events.EnumerateArray().Where(happened => happened.ValueKind == JsonValueKind.Object))
        {
            var (json, details) = (new JsonReading(), happened.Field("attributes"));
            if (json.Name("", happened.Field("name"), 255) == "exception" && details.ValueKind == JsonValueKind.Object)
            {
                spans.AddException(
                    span, json.Name("", details.Field("exception.type"), ErrorEvent.ClassLength), json.Text("", details.Field("exception.message"), ErrorEvent.MessageLength),
                    json.Text("", details.Field("exception.stacktrace"), ErrorEvent.StackLength), json.Time("", happened.Field("timestamp")) ?? span.Start);
            }
        }
    }

    private static SpanFeatures FeaturesOf(JsonElement attributes)
    {
        if (attributes.ValueKind != JsonValueKind.Object)
        {
            return SpanFeatures.None;
        }

        var (reader, json) = (new FeatureReader(), new JsonReading());
        foreach (var attribute in attributes.EnumerateObject())
        {
            if (JsonCopy.NameOf(attribute) is var name && FeatureReader.IsInteresting(name))
            {
                reader.Read(name, json.Text(name, attribute.Value, Names.AttributesLength));
            }
        }

        return reader.ToFeatures();
    }
}
