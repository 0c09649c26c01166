using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>The body of <c>POST /api/v1/grafana/query-panel</c>.</summary>
internal sealed record QueryPanelRequest(string? DashboardUid, int? PanelId, string? FromTime, string? ToTime, int? MaxDataPoints);

/// <summary>Its answer.</summary>
internal sealed record PanelSeries(IReadOnlyList<Series> Series, string PanelType);

/// <summary>The body of <c>POST /api/v1/grafana/query</c>.</summary>
internal sealed record QueryRequest(string? Expr, string? FromTime, string? ToTime, int? Step);

/// <summary>Its answer.</summary>
internal sealed record QuerySeries(IReadOnlyList<Series> Series, string Query);

/// <summary>Queries to the Prometheus behind the project's Grafana.</summary>
internal static class QueryEndpoints
{
    private const int MaxTargets = 20;

    // Prometheus itself refuses more than 11,000 samples per series.
    private const int MaxSamples = 10_000;

    public static async Task<Results<Ok<PanelSeries>, JsonHttpResult<ErrorBody>>> PanelAsync(
        QueryPanelRequest request, HttpContext http, GrafanaAccess access, GrafanaClient client, PrometheusQueries prometheus, TimeProvider time, CancellationToken cancel)
    {
        if (request is not { DashboardUid.Length: > 0, PanelId: { } panelId })
        {
            return ApiErrors.BadRequest("dashboard_uid and panel_id are required.", ErrorCodes.MissingRequiredField);
        }

        var points = request.MaxDataPoints ?? 80;
        if (points is < 1 or > MaxSamples || TimeRange.Parse(request.FromTime ?? "now-6h", request.ToTime ?? "now", time.GetUtcNow()) is not { } range)
        {
            return ApiErrors.BadRequest($"max_data_points must be from 1 to {MaxSamples}, and from_time before to_time.", ErrorCodes.InvalidFieldValue);
        }

        var (grafana, error) = await access.FindAsync(http.GetCaller(), cancel);
        if (grafana is null)
        {
            return error!;
        }

        var (_, dashboard, missing) = await DashboardEndpoints.ReadAsync(client, grafana, request.DashboardUid, cancel);
        if (dashboard is null)
        {
            return missing!;
        }

        if (dashboard.FindPanel(panelId) is not { } panel)
        {
            return ApiErrors.NotFound("The dashboard has no panel with this id.");
        }

        var series = new List<Series>();
        if (panel.Targets.Any(target => target.Expr.Length > 0) && (await prometheus.FindSourceAsync(grafana, cancel)).Id is { } source)
        {
            foreach (var target in panel.Targets.Where(target => target.Expr.Length > 0).Take(MaxTargets))
            {
                var expr = QueryTemplate.Fill(target.Expr, dashboard, range);
                series.AddRange(await prometheus.RunAsync(grafana, source, expr, target.RefId, range, Math.Max(60, range.Seconds / points), cancel));
            }
        }

        return TypedResults.Ok(new PanelSeries(series, panel.Type));
    }

    public static async Task<Results<Ok<QuerySeries>, JsonHttpResult<ErrorBody>>> QueryAsync(
        QueryRequest request, HttpContext http, GrafanaAccess access, PrometheusQueries prometheus, TimeProvider time, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Expr))
        {
            return ApiErrors.BadRequest("expr is required.", ErrorCodes.MissingRequiredField);
        }

        if (FindRange(request.FromTime ?? "now-1h", request.ToTime ?? "now", Math.Max(15, request.Step ?? 60), time) is not { } range)
        {
            return ApiErrors.BadRequest($"from_time must be before to_time, with at most {MaxSamples} steps between them.", ErrorCodes.InvalidFieldValue);
        }

        var (grafana, source, error) = await FindSourceAsync(http, access, prometheus, cancel);
        return grafana is null
            ? error!
            : TypedResults.Ok(new QuerySeries(await prometheus.RunAsync(grafana, source, request.Expr, "A", range, Math.Max(15, request.Step ?? 60), cancel), request.Expr));
    }

    /// <summary>The project's Grafana and its Prometheus; or the answer that says what is missing.</summary>
    public static async Task<(GrafanaConnection? Grafana, long Source, JsonHttpResult<ErrorBody>? Error)> FindSourceAsync(
        HttpContext http, GrafanaAccess access, PrometheusQueries prometheus, CancellationToken cancel)
    {
        var (grafana, error) = await access.FindAsync(http.GetCaller(), cancel);
        if (grafana is null)
        {
            return (null, 0, error);
        }

        var (source, answer) = await prometheus.FindSourceAsync(grafana, cancel);
        return source is { } id ? (grafana, id, null)
            : answer.Json is null ? (null, 0, GrafanaAccess.Explain(answer))
            : (null, 0, ApiErrors.NotFound("This Grafana has no Prometheus data source. Add one there."));
    }

    public static TimeRange? FindRange(string from, string to, long step, TimeProvider time) =>
        TimeRange.Parse(from, to, time.GetUtcNow()) is { } range && range.Seconds / step <= MaxSamples ? range : null;
}
