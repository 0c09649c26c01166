using Snappier;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Metrics.Catalog;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.Otlp;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics.Ingest;

/// <summary>
/// <c>POST /prom/write</c>: Prometheus remote write 1.0. 204 when all is stored; 400 when something never will be (the rest is
/// stored all the same, as the specification allows); 429 and 503 with Retry-After are sent again by Prometheus.
/// </summary>
internal static class RemoteWrite
{
    private const string Packing = "snappy";
    private const string SecondVersion = "io.prometheus.write.v2";

    public static void MapRemoteWrite(this IEndpointRouteBuilder routes) => routes.MapPost("/prom/write", HandleAsync)
        .Named("ingest_prometheus")
        .WithSummary("Prometheus remote write 1.0: protobuf, packed with snappy")
        .WithTags("Metrics")
        .Produces(StatusCodes.Status204NoContent)
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> HandleAsync(HttpContext http, IngestWriter writer, IngestAdmission admission, SeriesRegistry registry, CancellationToken cancel)
    {
        var type = http.Request.ContentType ?? "";
        if (!type.StartsWith(OtlpAnswer.Protobuf, StringComparison.OrdinalIgnoreCase) || type.Contains(SecondVersion, StringComparison.OrdinalIgnoreCase)
            || http.Request.Headers.ContentEncoding.ToString() != Packing)
        {
            return ApiErrors.Create(StatusCodes.Status415UnsupportedMediaType, "Send remote write 1.0: Content-Type application/x-protobuf, Content-Encoding snappy.", ErrorCodes.ValidationError);
        }

        var caller = http.GetCaller();
        using var body = await IngestBody.ReadAsync(http, caller.ProjectId!.Value, admission, OtlpLimits.ProtobufBody, Packing);
        if (body.Refusal != BodyRefusal.None)
        {
            return IngestAnswers.Refused(http, body.Refusal, OtlpLimits.ProtobufBody);
        }

        using var batch = writer.NewBatch(MetricTables.Lane, caller, body.Reservation!);
        // Prometheus repeats the same bytes, and every sample has its own time.
        batch.Key = RequestKey.OfBody(body.Content.Span);
        var reasons = new HashSet<string>();
        try
        {
            if (Unpack(body, out var refusal) is not { } message)
            {
                return IngestAnswers.Refused(http, refusal, OtlpLimits.ProtobufBody);
            }

            await ReadAsync(message, batch, registry, reasons, cancel);
        }
        catch (OtlpFormatException exception)
        {
            return ApiErrors.BadRequest(exception.Message, ErrorCodes.ValidationError);
        }

        return IngestAnswers.FindRefusal(http, await writer.WriteAsync(batch))
            ?? (reasons.Count == 0 ? Results.NoContent() : ApiErrors.BadRequest(string.Join(" ", reasons), ErrorCodes.ValidationError));
    }

    // The size comes first, so a bomb is not unpacked.
    private static byte[]? Unpack(IngestBody body, out BodyRefusal refusal)
    {
        refusal = BodyRefusal.Corrupt;
        try
        {
            var size = Snappy.GetUncompressedLength(body.Content.Span);
            if (size > OtlpLimits.ProtobufBody)
            {
                refusal = BodyRefusal.TooLarge;
                return null;
            }

            if (!body.Reservation!.TryGrow(size))
            {
                refusal = BodyRefusal.Busy;
                return null;
            }

            return Snappy.DecompressToArray(body.Content.Span);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static async Task ReadAsync(byte[] message, IngestBatch batch, SeriesRegistry registry, HashSet<string> reasons, CancellationToken cancel)
    {
        using var points = new PointBatch(batch, registry);
        foreach (var series in RemoteWriteReader.Read(message))
        {
            if (RemoteSeriesName.Read(series, points.Labels) is not { } name || points.Labels.Refusal is not null)
            {
                reasons.Add(points.Labels.Refusal ?? PointReasons.NoName);
                continue;
            }

            foreach (var (value, milliseconds) in series.Samples)
            {
                Add(points, batch, name, value, milliseconds, reasons);
            }
        }

        if (await points.CompleteAsync(cancel) > 0)
        {
            reasons.Add(registry.LimitReached);
        }
    }

    private static void Add(PointBatch points, IngestBatch batch, RemoteSeriesName name, double value, long milliseconds, HashSet<string> reasons)
    {
        if (double.IsNaN(value))
        {
            // The series ended ("staleness marker"), or there is no value: no point says the same.
            return;
        }

        var time = DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Clamp(milliseconds, 0, 253_402_300_799_999));
        var verdict = batch.Times.Judge(time);
        if (verdict != TimeVerdict.Good || !double.IsFinite(value))
        {
            reasons.Add(verdict == TimeVerdict.TooOld ? PointReasons.TooOld : verdict == TimeVerdict.TooFarAhead ? PointReasons.TooFarAhead : PointReasons.NotANumber);
            return;
        }

        points.Add(name.Metric, name.Service, time, value);
        Facts.Of(batch).Saw(name.Service, "prometheus", "backend", time);
    }
}
