using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.MetricsCollectorService.Errors;
using SreCopilot.MetricsCollectorService.Metrics.Catalog;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.MetricsCollectorService.Transactions;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics.Ingest;

/// <summary>The body of <c>POST /metrics/ingest</c>.</summary>
/// <param name="Metrics">At most 10,000.</param>
internal sealed record PointsDescription(IReadOnlyList<PointDescription>? Metrics);

/// <summary>A point.</summary>
/// <param name="ServiceName">At most 255 characters; also as service.</param>
/// <param name="MetricName">1 to 255 characters; also as name.</param>
/// <param name="Value">A number, also as text; default 0.</param>
/// <param name="MetricType">gauge (default), counter or histogram.</param>
/// <param name="Tags">An object; its values become labels.</param>
/// <param name="Timestamp">Default now.</param>
internal sealed record PointDescription(string? ServiceName, string? MetricName, double? Value, string? MetricType, JsonElement Tags, DateTimeOffset? Timestamp);

/// <summary>What became of them.</summary>
/// <param name="Ingested">How many are stored.</param>
/// <param name="Rejected">How many are not.</param>
/// <param name="Reasons">Why not.</param>
internal sealed record PointsIngested(int Ingested, int Rejected, IReadOnlyList<string> Reasons);

/// <summary><c>POST /metrics/ingest</c></summary>
internal static class MetricIngest
{
    private const int MostPoints = 10_000;
    private const int TypeLength = 20;

    // What describes one request or error and not its kind; as labels they would make a series of every single one.
    private static readonly string[] RequestLabels = ["endpoint", "method", "status_code"];
    private static readonly string[] ErrorLabels = ["error_class"];

    public static void MapMetricIngest(this IEndpointRouteBuilder routes) => routes.MapPost("/metrics/ingest", IngestAsync)
        .Named("ingest_metrics")
        .WithSummary("Stores points: all of the request or, when one of them is wrong, none. Points called http.request become transactions, too, and those called error become errors")
        .WithTags("Metrics")
        .Accepts<PointsDescription>("application/json", "*/*")
        .Produces<PointsIngested>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests);

    private static Task<Results<Ok<PointsIngested>, JsonHttpResult<ErrorBody>>> IngestAsync(HttpContext http, JsonIngest ingest, SeriesRegistry registry, CancellationToken cancel) =>
        ingest.RunAsync(http, MetricTables.Lane, (body, json, batch) => ReadAsync(body, json, batch, registry, cancel));

    private static async ValueTask<PointsIngested> ReadAsync(JsonElement body, JsonReading json, IngestBatch batch, SeriesRegistry registry, CancellationToken cancel)
    {
        using var points = new PointBatch(batch, registry);
        using var text = new JsonText();
        var reasons = new HashSet<string>();
        var rejected = 0;
        foreach (var item in json.Items("metrics", body.Field("metrics"), MostPoints))
        {
            if (Read(item, json, batch, points, text) is { } reason && !json.HasMistakes)
            {
                rejected++;
                reasons.Add(reason);
            }
        }

        if (json.HasMistakes)
        {
            return new PointsIngested(0, 0, []);
        }

        if (await points.CompleteAsync(cancel) is > 0 and var refused)
        {
            rejected += refused;
            reasons.Add(registry.LimitReached);
        }

        if (points.Count == 0 && rejected > 0)
        {
            json.Fail("metrics", string.Join("; ", reasons));
        }

        return new PointsIngested(points.Count, rejected, [.. reasons]);
    }

    /// <summary>Adds a point.</summary>
    /// <returns>Why it is not stored; null when it is.</returns>
    private static string? Read(JsonElement item, JsonReading json, IngestBatch batch, PointBatch points, JsonText text)
    {
        var service = json.Name("service_name", item.Field("service_name", "service"), Names.ServiceLength);
        var name = json.RequiredName("metric_name", item.Field("metric_name", "name"), SeriesBuilder.NameLength);
        var value = json.Number("value", item.Field("value"));
        var type = json.Name("metric_type", item.Field("metric_type", "type"), TypeLength).ToLowerInvariant();
        var time = json.Time("timestamp", item.Field("timestamp")) ?? batch.Times.Now;
        var tags = item.Field("tags");
        if (tags.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            json.Fail("tags", "must be an object");
        }

        if (json.HasMistakes)
        {
            return null;
        }

        if (batch.Times.Judge(time) is not TimeVerdict.Good and var verdict)
        {
            return verdict == TimeVerdict.TooOld ? PointReasons.TooOld : PointReasons.TooFarAhead;
        }

        ReadLabels(tags, points.Labels, name switch
        {
            TransactionsFromPoints.MetricName => RequestLabels,
            ErrorsFromPoints.MetricName => ErrorLabels,
            _ => null,
        });
        if (points.Labels.Refusal is { } refusal)
        {
            return refusal;
        }

        points.Add(new Metric(name, name, type is "" ? "gauge" : type, type == "counter" ? SeriesKind.Delta : SeriesKind.Gauge), service, time, value);
        Tell(batch, service, name, value, tags, time, text);
        return null;
    }

    private static void Tell(IngestBatch batch, string service, string name, double value, JsonElement tags, DateTimeOffset time, JsonText text)
    {
        Facts.Of(batch).Saw(service, "sdk", "backend", time);
        switch (name)
        {
            case TransactionsFromPoints.MetricName:
                TransactionsFromPoints.TryAdd(batch, service, value, tags, time);
                break;
            case ErrorsFromPoints.MetricName:
                ErrorsFromPoints.TryAdd(batch, service, tags, time, text);
                break;
        }
    }

    private static void ReadLabels(JsonElement tags, SeriesBuilder labels, string[]? only)
    {
        labels.Clear();
        if (tags.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var tag in tags.EnumerateObject())
        {
            var name = JsonCopy.NameOf(tag);
            if (only is null || only.Contains(name))
            {
                labels.Remove(name);
                labels.Label(name, tag.Value.ValueKind == JsonValueKind.String ? JsonCopy.TextOf(tag.Value) : tag.Value.GetRawText());
            }
        }
    }
}
