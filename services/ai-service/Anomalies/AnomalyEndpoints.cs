using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AiService.Anomalies;

/// <summary><c>/anomaly/...</c>: found in what is sent, and kept per project.</summary>
internal static class AnomalyEndpoints
{
    private const int MostSeries = 100;
    private const int MostPoints = 100_000;
    private const int MostReports = 50;
    private const int MostReportBytes = 10_000;

    public static void MapAnomalies(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/anomaly/detect", DetectAsync)
            .Named("detect_anomalies").NotAudited("A calculation; its finds are telemetry.")
            .WithSummary("Finds the values of a series that are far from their neighbours; they become active anomalies of the project")
            .WithTags("Anomalies").Produces<DetectResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/anomaly/detect-batch", DetectBatchAsync)
            .Named("detect_anomalies_batch").NotAudited("A calculation; its finds are telemetry.")
            .WithSummary($"The same for at most {MostSeries} series; only series with anomalies are listed, critical ones first")
            .WithTags("Anomalies").Produces<DetectBatchResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/anomaly/active", ListActiveAsync)
            .Named("list_active_anomalies").WithSummary("The project's anomalies of the last 24 hours, the newest first, at most 20")
            .WithTags("Anomalies").Produces<ActiveResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapPost("/anomaly/report", ReportAsync)
            .Named("report_anomalies").NotAudited("Telemetry: what other services saw.")
            .WithSummary($"Keeps anomalies that others found: at most {MostReports} objects, with metric_name, service_name and severity (warning, critical) where they have them")
            .WithTags("Anomalies").Produces<ReportResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<DetectResponse>, JsonHttpResult<ErrorBody>>> DetectAsync(
        DetectRequest request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        if (request.FindMistakes(needsService: true).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var found = request.Detect();
        await KeepAsync(http, database, time, [.. found.Select(one => Keep(request, one))], cancel);
        var total = request.DataPoints!.Count;
        return TypedResults.Ok(new DetectResponse(found, new(total, found.Count, total == 0 ? 0 : Math.Round(100.0 * found.Count / total, 2))));
    }

    private static async Task<Results<Ok<DetectBatchResponse>, JsonHttpResult<ErrorBody>>> DetectBatchAsync(
        DetectBatchRequest request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        if (request.Series is not { Count: <= MostSeries } series || series.Sum(one => (long)(one?.DataPoints?.Count ?? 0)) > MostPoints)
        {
            return ApiErrors.Unprocessable([$"series: is required, with at most {MostSeries} series and {MostPoints} points together"]);
        }

        if (request.Sensitivity is <= 0 or > 100 or double.NaN)
        {
            return ApiErrors.Unprocessable(["sensitivity: must be more than 0 and at most 100"]);
        }

        if (series.SelectMany(one => one is null ? ["series: must be objects"] : one.FindMistakes(needsService: false)).Distinct().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var found = series.Select(one => (Series: one!, Anomalies: one!.Detect(request.Sensitivity))).Where(one => one.Anomalies.Count > 0).ToList();
        await KeepAsync(http, database, time, [.. found.SelectMany(one => one.Anomalies.TakeLast(5).Select(anomaly => Keep(one.Series, anomaly)))], cancel);
        return TypedResults.Ok(new DetectBatchResponse(
            [
                .. found.Select(one => new DetectBatchItem(
                        one.Series.MetricName!, one.Series.ServiceName ?? "", one.Anomalies.Count,
                        one.Anomalies.Any(anomaly => anomaly.Severity == AnomalyDetection.Critical) ? AnomalyDetection.Critical : AnomalyDetection.Warning,
                        [.. one.Anomalies.TakeLast(5)]))
                    .OrderBy(item => item.MaxSeverity == AnomalyDetection.Critical ? 0 : 1).ThenByDescending(item => item.AnomalyCount).ThenBy(item => item.MetricName, StringComparer.Ordinal),
            ],
            found.Sum(one => one.Anomalies.Count), series.Count));
    }

    private static async Task<Ok<ActiveResponse>> ListActiveAsync(HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var active = await AnomalyStore.ListActiveAsync(session, caller.ProjectId!.Value, time.GetStoredNow(), cancel);
        return TypedResults.Ok(new ActiveResponse(active, active.Count));
    }

    private static async Task<Results<Ok<ReportResponse>, JsonHttpResult<ErrorBody>>> ReportAsync(
        IReadOnlyList<JsonElement> request, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        if (request.Count > MostReports || request.Any(one => one.ValueKind != JsonValueKind.Object || one.GetRawText() is var text && (text.Length > MostReportBytes || text.Contains("\\u0000", StringComparison.Ordinal))))
        {
            return ApiErrors.Unprocessable([$"must be at most {MostReports} objects of at most {MostReportBytes} characters, without NUL characters"]);
        }

        await KeepAsync(http, database, time, [.. request.Select(one => new NewAnomaly(
            TextOf(one, "metric_name"), TextOf(one, "service_name"), TextOf(one, "severity") == AnomalyDetection.Critical ? AnomalyDetection.Critical : AnomalyDetection.Warning,
            json => Copy(one, json)))], cancel);
        return TypedResults.Ok(new ReportResponse(request.Count));
    }

    private static NewAnomaly Keep(DetectRequest series, DetectedAnomaly found) => new(series.MetricName!, series.ServiceName ?? "", found.Severity, json =>
    {
        json.WriteString("metric_name", series.MetricName);
        json.WriteString("service_name", series.ServiceName ?? "");
        json.WriteString("timestamp", found.Timestamp);
        json.WriteNumber("value", found.Value);
        json.WriteNumber("expected", found.Expected);
        json.WriteNumber("z_score", found.ZScore);
        json.WriteString("severity", found.Severity);
    });

    // The fields that the service gives are its own, whatever was sent.
    private static void Copy(JsonElement source, Utf8JsonWriter json)
    {
        foreach (var field in source.EnumerateObject().Where(field => field.Name is not ("id" or "reported_at" or "status")))
        {
            field.WriteTo(json);
        }
    }

    private static string TextOf(JsonElement source, string name) =>
        source.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Words.Cut(value.GetString()!, 255) : "";

    private static async Task KeepAsync(HttpContext http, ServiceDatabase database, TimeProvider time, IReadOnlyList<NewAnomaly> anomalies, CancellationToken cancel)
    {
        if (anomalies.Count == 0)
        {
            return;
        }

        var scope = CallerScope.Of(http.GetCaller());
        await using var session = await database.OpenAsync(scope, cancel);
        await AnomalyStore.AddAsync(session, scope, anomalies, time.GetStoredNow(), cancel);
        await session.CommitAsync(cancel);
    }
}
