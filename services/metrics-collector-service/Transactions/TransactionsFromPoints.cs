using System.Globalization;
using System.Text.Json;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Transactions;

/// <summary>
/// The Python SDK reports each request that a service answered as a point:
/// <c>{"service_name":"web","metric_name":"http.request","value":35.2,"metric_type":"histogram","tags":{"transaction_id":"...","endpoint":"/pay",
/// "method":"POST","status_code":200,"db_duration_ms":9,"external_duration_ms":0,"error":""},"timestamp":"2026-03-01T10:20:30Z"}</c>
/// </summary>
internal static class TransactionsFromPoints
{
    public const string MetricName = "http.request";

    /// <summary>Stores the transaction that a point is; false when it is none (no endpoint among its tags).</summary>
    public static bool TryAdd(IngestBatch batch, string service, double value, JsonElement tags, DateTimeOffset time)
    {
        if (tags.ValueKind != JsonValueKind.Object || Text(tags, "endpoint", Transaction.EndpointLength) is not { } endpoint || !(value >= 0))
        {
            return false;
        }

        new Transaction(
            Text(tags, "transaction_id", Names.IdLength) ?? Guid.NewGuid().ToString(), service, endpoint, Text(tags, "method", 10)?.ToUpperInvariant() ?? "",
            (int)Math.Clamp(Number(tags, "status_code") ?? 200, 0, 999), time, value, Math.Max(0, Number(tags, "db_duration_ms") ?? 0),
            Math.Max(0, Number(tags, "external_duration_ms") ?? 0), Text(tags, "error", 1000), Text(tags, "trace_id", Names.IdLength)).AddTo(batch);
        return true;
    }

    private static string? Text(JsonElement tags, string name, int length) =>
        tags.Field(name) is { ValueKind: JsonValueKind.String } value && Read(value) is { Length: > 0 } text ? Names.Cut(text, length) : null;

    private static double? Number(JsonElement tags, string name) => tags.Field(name) switch
    {
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
        { ValueKind: JsonValueKind.String } value when double.TryParse(Read(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    private static string? Read(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
