using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Errors;

/// <summary>The body of <c>POST /errors/ingest</c>.</summary>
/// <param name="ServiceName">At most 255 characters; also as service.</param>
/// <param name="ErrorClass">At most 500 characters.</param>
/// <param name="Message">At most 10,000 characters.</param>
/// <param name="StackTrace">At most 100,000 characters.</param>
/// <param name="Attributes">An object.</param>
/// <param name="Timestamp">Default now.</param>
/// <param name="TraceId">During which trace.</param>
/// <param name="SpanId">During which span.</param>
internal sealed record ErrorBodyDescription(
    string? ServiceName, string? ErrorClass, string? Message, string? StackTrace, JsonElement Attributes, DateTimeOffset? Timestamp, string? TraceId, string? SpanId);

/// <summary>What became of it.</summary>
/// <param name="Fingerprint">Of its group.</param>
/// <param name="Ingested">false: it is older than what is kept.</param>
internal sealed record ErrorIngested(string Fingerprint, bool Ingested);

/// <summary><c>POST /errors/ingest</c></summary>
internal static class ErrorIngest
{
    public static void MapErrorIngest(this IEndpointRouteBuilder routes) => routes.MapPost("/errors/ingest", IngestAsync)
        .Named("ingest_error")
        .WithSummary("Stores an error and counts it in its group; a resolved group that it belongs to is unresolved again")
        .WithTags("Errors")
        .Accepts<ErrorBodyDescription>("application/json", "*/*")
        .Produces<ErrorIngested>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests);

    private static Task<Results<Ok<ErrorIngested>, JsonHttpResult<ErrorBody>>> IngestAsync(HttpContext http, JsonIngest ingest) =>
        ingest.RunAsync(http, Tables.ErrorLane, Read);

    private static ErrorIngested Read(JsonElement body, JsonReading json, IngestBatch batch)
    {
        var error = new ErrorEvent(
            json.Name("service_name", body.Field("service_name", "service"), Names.ServiceLength),
            json.Name("error_class", body.Field("error_class", "type"), ErrorEvent.ClassLength),
            json.Text("message", body.Field("message"), ErrorEvent.MessageLength),
            json.Text("stack_trace", body.Field("stack_trace"), ErrorEvent.StackLength),
            batch.Times.NotAhead(json.Time("timestamp", body.Field("timestamp")) ?? batch.Times.Now),
            Names.OrNull(json.Name("trace_id", body.Field("trace_id"), Names.IdLength)),
            Names.OrNull(json.Name("span_id", body.Field("span_id"), Names.IdLength)));
        using var text = new JsonText();
        json.Raw("attributes", body.Field("attributes"), JsonValueKind.Object, Names.AttributesLength);
        if (json.HasMistakes || !batch.Times.Contains(error.Time))
        {
            return new ErrorIngested(ErrorFingerprint.Of(error.Service, error.ErrorClass, error.Message), false);
        }

        return new ErrorIngested(error.AddTo(batch, text.CopyObject(body.Field("attributes"))), true);
    }
}
