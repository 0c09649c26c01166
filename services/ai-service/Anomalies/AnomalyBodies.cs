using System.Text.Json;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AiService.Anomalies;

/// <summary>A point of a series.</summary>
internal sealed record DataPoint(string? Timestamp, double? Value);

/// <summary>A series to look at.</summary>
/// <param name="MetricName">1 to 255 characters.</param>
/// <param name="ServiceName">At most 255 characters.</param>
/// <param name="DataPoints">At most 10000, in the order of time.</param>
/// <param name="Sensitivity">From how many standard deviations on: more than 0, at most 100, default 2.</param>
internal sealed record DetectRequest(string? MetricName, string? ServiceName, IReadOnlyList<DataPoint?>? DataPoints, double? Sensitivity)
{
    public const double UsualSensitivity = 2;
    public const int MostPoints = 10_000;

    public IEnumerable<string> FindMistakes(bool needsService)
    {
        if (!Text.IsName(MetricName))
        {
            yield return "metric_name: is required, with at most 255 characters";
        }

        if (needsService ? !Text.IsName(ServiceName) : ServiceName is not null && !Text.IsLine(ServiceName, Text.NameLength))
        {
            yield return needsService ? "service_name: is required, with at most 255 characters" : "service_name: at most 255 characters";
        }

        if (DataPoints is null || DataPoints.Count > MostPoints)
        {
            yield return $"data_points: is required, with at most {MostPoints} points";
        }
        else if (DataPoints.Any(point => point is null || !Text.IsLine(point.Timestamp, 100) || point.Value is not { } value || !double.IsFinite(value)))
        {
            yield return "data_points: each must have a timestamp and a value";
        }

        if (Sensitivity is <= 0 or > 100 or double.NaN)
        {
            yield return "sensitivity: must be more than 0 and at most 100";
        }
    }

    public List<DetectedAnomaly> Detect(double? sensitivity = null) =>
        AnomalyDetection.Find([.. DataPoints!.Select(point => (point!.Timestamp!, point.Value!.Value))], sensitivity ?? Sensitivity ?? UsualSensitivity);
}

/// <summary>What was found.</summary>
internal sealed record DetectResponse(IReadOnlyList<DetectedAnomaly> Anomalies, DetectSummary Summary);

/// <summary>In numbers; the rate is in percent.</summary>
internal sealed record DetectSummary(int TotalPoints, int AnomalyCount, double AnomalyRate);

/// <summary>Several series.</summary>
/// <param name="Series">At most 100, together at most 100000 points.</param>
/// <param name="Sensitivity">As of one series.</param>
internal sealed record DetectBatchRequest(IReadOnlyList<DetectRequest?>? Series, double? Sensitivity);

/// <summary>A series with anomalies; the last five of them.</summary>
internal sealed record DetectBatchItem(string MetricName, string ServiceName, int AnomalyCount, string MaxSeverity, IReadOnlyList<DetectedAnomaly> Anomalies);

/// <summary>The series with anomalies, critical ones first.</summary>
internal sealed record DetectBatchResponse(IReadOnlyList<DetectBatchItem> Results, int TotalAnomalies, int SeriesScanned);

/// <summary>The newest anomalies of the project, at most 20.</summary>
internal sealed record ActiveResponse(IReadOnlyList<JsonElement> Anomalies, int Count);

/// <summary>How many were stored.</summary>
internal sealed record ReportResponse(int Stored);
