using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics.Query;

/// <summary>Values of a metric over time.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Aggregation">What the values are.</param>
/// <param name="Unit">Of the metric; empty when unknown.</param>
/// <param name="Resolution">Where they come from: raw, minute or hour.</param>
/// <param name="StepSeconds">The length of a step.</param>
/// <param name="TimeFrom">The first step.</param>
/// <param name="TimeTo">The end.</param>
/// <param name="Series">One per group.</param>
/// <param name="Truncated">Whether there are more groups than the limit.</param>
internal sealed record MetricValues(
    string Metric, string Aggregation, string Unit, string Resolution, double StepSeconds, DateTimeOffset TimeFrom, DateTimeOffset TimeTo, IReadOnlyList<MetricLine> Series, bool Truncated);

/// <summary>The values of one group.</summary>
/// <param name="Labels">What the group has in common.</param>
/// <param name="Points">Steps that have values.</param>
internal sealed record MetricLine(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<MetricValue> Points);

/// <summary>A value.</summary>
/// <param name="Time">When its step begins.</param>
/// <param name="Value">The value.</param>
internal readonly record struct MetricValue(DateTimeOffset Time, double Value);

/// <summary><c>GET /metrics/query</c></summary>
internal static class MetricQuery
{
    private const int UsualSteps = 240;
    private const int MostSteps = 11_000;
    private const int UsualGroups = 50;
    private const int MostGroups = 500;
    private static readonly string[] Aggregations = ["avg", "sum", "min", "max", "last", "count", "increase", "rate", "p50", "p75", "p90", "p95", "p99"];

    public static void MapMetricQuery(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics/query", QueryAsync)
        .Named("query_metrics")
        .WithSummary("Values of a metric in steps. aggregation: avg (default), sum, min, max, last, count, increase and rate (of counters, per second), p50 to p99 (of histograms). group_by: labels, separated by commas, or * for each series; service; label.NAME=value")
        .WithTags("Metrics")
        .WithTimeRange("metric", "aggregation", "step", "service", "group_by", "limit")
        .Produces<MetricValues>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<MetricValues>, JsonHttpResult<ErrorBody>>> QueryAsync(
        HttpContext http, ServiceDatabase database, RetentionPolicies retention, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var caller = http.GetCaller();
        var project = caller.ProjectId!.Value;
        var metric = query.Line("metric");
        var aggregation = query.Word("aggregation", Aggregations) ?? "avg";
        var range = query.Range(time.GetUtcNow(), TimeSpan.FromHours(1), TimeSpan.FromDays(400));
        var seconds = query.Whole("step", 0, 1, 31 * 86_400);
        var groupBy = query.Line("group_by", 1000)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray() ?? [];
        var limit = query.Limit(UsualGroups, MostGroups);
        var service = query.Line("service");
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        if (metric is null)
        {
            return ApiErrors.BadRequest("metric: is required", ErrorCodes.ValidationError);
        }

        var step = seconds > 0 ? TimeSpan.FromSeconds(seconds) : UsualStep(range);
        if ((range.To - range.From) / step > MostSteps)
        {
            return ApiErrors.BadRequest($"step: the range has more than {MostSteps} steps of this length", ErrorCodes.ValidationError);
        }

        var selection = new MetricSelection(metric, service, ReadLabels(http.Request.Query));
        var resolution = Resolution.Choose(range, step, retention.WindowOf(project, MetricTables.Points.Signal).Oldest, retention.WindowOf(project, MetricTables.Minutes.Signal).Oldest);
        step = step < resolution.Step ? resolution.Step : step;
        range = range.RoundedTo(step);
        await using var session = await database.OpenAsync(caller, cancel);
        var values = new MetricReading(session, project, selection, groupBy, limit, resolution, range, step);
        return await values.ReadAsync(aggregation, cancel) is { } failure
            ? ApiErrors.BadRequest(failure, ErrorCodes.ValidationError)
            : TypedResults.Ok(new MetricValues(metric, aggregation, values.Unit, values.Resolution.Name, step.TotalSeconds, range.From, range.To, values.Lines, values.IsTruncated));
    }

    private static TimeSpan UsualStep(TimeRange range)
    {
        var ideal = (range.To - range.From).TotalSeconds / UsualSteps;
        double[] round = [1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800];
        return TimeSpan.FromSeconds(round.FirstOrDefault(seconds => seconds >= ideal, round[^1]));
    }

    private static Dictionary<string, string> ReadLabels(IQueryCollection query)
    {
        var labels = new Dictionary<string, string>();
        foreach (var (name, values) in query.Where(parameter => parameter.Key.StartsWith("label.", StringComparison.Ordinal) && parameter.Value.Count > 0))
        {
            labels[JsonText.Clean(name["label.".Length..])] = JsonText.Clean(values[^1] ?? "");
        }

        return labels;
    }

    /// <summary>0.95 of p95.</summary>
    public static double? QuantileOf(string aggregation) =>
        aggregation[0] == 'p' && int.TryParse(aggregation.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent / 100.0 : null;
}
