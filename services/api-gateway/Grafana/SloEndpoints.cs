using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>The body of <c>POST /api/v1/grafana/slo-query</c>.</summary>
internal sealed record SloQueryRequest(string? Expr, double? TargetPercentage, int? TimeWindowDays, string? GoodExpr, string? TotalExpr);

/// <summary>How well an objective is met.</summary>
internal sealed record SloStatus(double Compliance, double Target, double ErrorBudgetRemaining, double BurnRate, int TimeWindowDays, string Status, IReadOnlyList<Series> Series)
{
    /// <summary>Budget arithmetic in percent of requests.</summary>
    public static SloStatus Of(double compliance, double target, int days, IReadOnlyList<Series> series)
    {
        var budget = 100 - target;
        var consumed = Math.Max(0, 100 - compliance);
        var remaining = budget == 0 ? 100 : Math.Max(0, budget - consumed) / budget * 100;
        var status = compliance >= target ? "meeting" : remaining <= 0 ? "breached" : "at_risk";
        return new SloStatus(Math.Round(compliance, 4), target, Math.Round(remaining, 2), budget == 0 ? 0 : Math.Round(consumed / budget, 4), days, status, series);
    }
}

/// <summary>Objectives measured by the Prometheus behind the project's Grafana.</summary>
internal static class SloEndpoints
{
    public static async Task<Results<Ok<SloStatus>, JsonHttpResult<ErrorBody>>> QueryAsync(
        SloQueryRequest request, HttpContext http, GrafanaAccess access, PrometheusQueries prometheus, TimeProvider time, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Expr))
        {
            return ApiErrors.BadRequest("expr is required.", ErrorCodes.MissingRequiredField);
        }

        var (target, days) = (request.TargetPercentage ?? 99.9, request.TimeWindowDays ?? 30);
        if (!(target is > 0 and <= 100) || days is < 1 or > 365)
        {
            return ApiErrors.BadRequest("target_percentage must be above 0 and at most 100, time_window_days from 1 to 365.", ErrorCodes.InvalidFieldValue);
        }

        var (grafana, source, error) = await QueryEndpoints.FindSourceAsync(http, access, prometheus, cancel);
        if (grafana is null)
        {
            return error!;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var range = new TimeRange(now - (days * 86_400L), now);
        var series = await AskAsync(request.Expr);
        var compliance = request is { GoodExpr.Length: > 0, TotalExpr.Length: > 0 }
            ? Ratio(await AskAsync(request.GoodExpr), await AskAsync(request.TotalExpr))
            : Mean(series);
        return TypedResults.Ok(SloStatus.Of(compliance, target, days, series));

        Task<List<Series>> AskAsync(string expr) => prometheus.RunAsync(grafana, source, expr, "sli", range, Math.Max(300, range.Seconds / 200), cancel);
    }

    private static IEnumerable<double> Values(IEnumerable<Series> series) => series.SelectMany(one => one.Data).Select(sample => sample.V);

    private static double Ratio(List<Series> good, List<Series> total)
    {
        var all = Values(total).Sum();
        return 100 * Values(good).Sum() / (all == 0 ? 1 : all);
    }

    // A share of 0 to 1, or already percent.
    private static double Mean(List<Series> series)
    {
        var mean = Values(series).DefaultIfEmpty(100).Average();
        return mean <= 1 ? mean * 100 : mean;
    }
}
