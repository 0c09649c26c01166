using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>The body of <c>POST /api/v1/grafana/detect-anomalies</c>: expressions, or a dashboard whose queries are used.</summary>
internal sealed record DetectAnomaliesRequest(IReadOnlyList<string?>? Expressions, string? DashboardUid, double? Sensitivity, string? FromTime, string? ToTime);

/// <summary>Finds values far from the mean in the series of a dashboard.</summary>
internal static class AnomalyEndpoints
{
    private const int MaxQueries = 20;
    private const int LongestExpression = 10_000;

    public static async Task<Results<Ok<AnomalyScan>, Ok<NothingScanned>, JsonHttpResult<ErrorBody>>> DetectAsync(
        DetectAnomaliesRequest request, HttpContext http, GrafanaAccess access, GrafanaClient client, PrometheusQueries prometheus, TimeProvider time, CancellationToken cancel)
    {
        var sensitivity = request.Sensitivity ?? 2.0;
        if (!double.IsFinite(sensitivity) || sensitivity <= 0 || request.Expressions?.Any(expr => expr?.Length > LongestExpression) == true
            || TimeRange.Parse(request.FromTime ?? "now-1h", request.ToTime ?? "now", time.GetUtcNow()) is not { } range)
        {
            return ApiErrors.BadRequest($"sensitivity must be above 0, from_time before to_time, and an expression may have {LongestExpression} characters.", ErrorCodes.InvalidFieldValue);
        }

        var (grafana, source, error) = await QueryEndpoints.FindSourceAsync(http, access, prometheus, cancel);
        if (grafana is null)
        {
            return error!;
        }

        var queries = request.Expressions is { Count: > 0 } expressions
            ? [.. expressions.Where(expr => !string.IsNullOrWhiteSpace(expr)).Select(expr => new Query(expr!, "", null, "A")).Take(MaxQueries)]
            : new List<Query>();
        if (queries.Count == 0 && request.DashboardUid is { Length: > 0 } uid)
        {
            var (_, dashboard, missing) = await DashboardEndpoints.ReadAsync(client, grafana, uid, cancel);
            if (dashboard is null)
            {
                return missing!;
            }

            queries = [.. dashboard.Panels
                .SelectMany(panel => panel.Targets.Where(target => target.Expr.Length > 0).Select(target => new Query(QueryTemplate.Fill(target.Expr, dashboard, range), panel.Title, panel.Id, target.RefId)))
                .Take(MaxQueries)];
        }

        if (queries.Count == 0)
        {
            return TypedResults.Ok(new NothingScanned([], 0));
        }

        var found = new List<Anomaly>();
        foreach (var query in queries)
        {
            var series = await prometheus.RunAsync(grafana, source, query.Expr, query.RefId, range, Math.Max(60, range.Seconds / 60), cancel);
            found.AddRange(series.Select(one => Anomaly.Find(one, query.PanelTitle, query.PanelId, query.Expr, sensitivity)).OfType<Anomaly>());
        }

        return TypedResults.Ok(new AnomalyScan(
            [.. found.OrderByDescending(anomaly => anomaly.MaxSeverity == Anomaly.Critical).ThenByDescending(anomaly => anomaly.AnomalyCount)],
            queries.Count,
            request.DashboardUid));
    }

    private sealed record Query(string Expr, string PanelTitle, int? PanelId, string RefId);
}
