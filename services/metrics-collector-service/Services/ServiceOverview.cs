using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Services;

/// <summary>How a service is.</summary>
/// <param name="ServiceName">The service.</param>
/// <param name="ThroughputRpm">Transactions per minute.</param>
/// <param name="AvgResponseTimeMs">The mean.</param>
/// <param name="ErrorRatePercent">Status 400 and above or marked as errors.</param>
/// <param name="FailureRatePercent">Of these, the service's own fault: not status 400 to 499.</param>
/// <param name="Apdex">(those faster than 500 ms + half of those faster than 1500 ms) / all.</param>
/// <param name="TotalTransactions">How many.</param>
/// <param name="P50Ms">The median.</param>
/// <param name="P95Ms">What 95% do not exceed.</param>
/// <param name="P99Ms">What 99% do not exceed.</param>
/// <param name="MaxMs">The longest.</param>
/// <param name="TimeFrom">The beginning of what all this is about.</param>
/// <param name="TimeTo">Its end.</param>
internal sealed record ServiceFigures(
    string ServiceName, double ThroughputRpm, double AvgResponseTimeMs, double ErrorRatePercent, double FailureRatePercent, double Apdex, long TotalTransactions, double P50Ms,
    double P95Ms, double P99Ms, double MaxMs, DateTimeOffset TimeFrom, DateTimeOffset TimeTo)
{
    public static ServiceFigures Of(string service, TransactionSums sums, TimeRange range) => new(
        service, sums.PerMinute(range), sums.AverageMs, sums.ErrorPercent, sums.Count == 0 ? 0 : Math.Round(100.0 * sums.Failures / sums.Count, 2), sums.Apdex, sums.Count,
        sums.PercentileMs(0.5), sums.PercentileMs(0.95), sums.PercentileMs(0.99), Math.Round(sums.DurationMax, 2), range.From, range.To);
}

/// <summary>An endpoint of a service.</summary>
/// <param name="Endpoint">A route, or a path with {id} for its changing parts.</param>
/// <param name="Method">Empty where there is none.</param>
/// <param name="Count">Transactions.</param>
/// <param name="ThroughputRpm">Per minute.</param>
/// <param name="AvgMs">The mean duration.</param>
/// <param name="P95Ms">What 95% do not exceed.</param>
/// <param name="ErrorRatePercent">Status 400 and above or marked as errors.</param>
/// <param name="TotalMs">All durations together: where the time goes.</param>
internal sealed record EndpointFigures(
    string Endpoint, string Method, long Count, double ThroughputRpm, double AvgMs, double P95Ms, double ErrorRatePercent, double TotalMs);

/// <summary>A service over time.</summary>
/// <param name="Timestamp">The beginning of the step.</param>
/// <param name="Count">Transactions.</param>
/// <param name="ThroughputRpm">Per minute.</param>
/// <param name="AvgMs">The mean duration.</param>
/// <param name="P95Ms">What 95% do not exceed.</param>
/// <param name="ErrorRatePercent">Status 400 and above or marked as errors.</param>
internal sealed record ServicePoint(DateTimeOffset Timestamp, long Count, double ThroughputRpm, double AvgMs, double P95Ms, double ErrorRatePercent);

/// <summary><c>GET /metrics/services/{service_name}/overview</c>, <c>.../endpoints</c> and <c>.../series</c>: all from the roll-ups.</summary>
internal static class ServiceOverview
{
    public static void MapServiceOverview(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/metrics/services/{service_name}/overview", GetAsync)
            .Named("get_service_overview")
            .WithSummary("Throughput, durations, errors and Apdex of a service; default the last hour, at most 400 days. Zeros: it was idle")
            .WithTags("Services")
            .WithTimeRange()
            .Produces<ServiceFigures>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/metrics/services/{service_name}/endpoints", ListEndpointsAsync)
            .Named("list_endpoints")
            .WithSummary("The endpoints of a service, those where most time goes first; default the last hour; limit 1 to 500, default 100")
            .WithTags("Services")
            .WithPages()
            .Produces<IReadOnlyList<EndpointFigures>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/metrics/services/{service_name}/series", ListSeriesAsync)
            .Named("get_service_series")
            .WithSummary("The same over time, in steps of at least a minute (an hour for more than a day); points 2 to 500, default 60")
            .WithTags("Services")
            .WithTimeRange("points")
            .Produces<IReadOnlyList<ServicePoint>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    /// <summary>Whether the service ever answered a request.</summary>
    public static async Task<bool> ExistsAsync(DatabaseSession session, Guid projectId, string service, CancellationToken cancel) =>
        !service.Contains('\0', StringComparison.Ordinal) && await session.SingleOrDefaultAsync(
            $"select true from services where project_id = {projectId} and service_name = {service} and last_transaction_at is not null", row => row.GetBoolean(0), cancel);

    public static JsonHttpResult<ErrorBody> NotFound() => ApiErrors.NotFound("No service of this name has answered requests in this project.");

    private static async Task<Results<Ok<ServiceFigures>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "service_name")] string service, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var window = new ServiceWindow(http.Request.Query, time.GetUtcNow(), ServiceWindow.Hour);
        if (window.Refusal is { } refusal)
        {
            return refusal;
        }

        var project = http.GetCaller().ProjectId!.Value;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (!await ExistsAsync(session, project, service, cancel))
        {
            return NotFound();
        }

        var sums = await TransactionSums.ReadAsync(session, project, window.Range, window.Step, service, $"''", cancel);
        return TypedResults.Ok(ServiceFigures.Of(service, sums.GetValueOrDefault("", TransactionSums.None), window.Range));
    }

    private static async Task<Results<Ok<IReadOnlyList<EndpointFigures>>, JsonHttpResult<ErrorBody>>> ListEndpointsAsync(
        [FromRoute(Name = "service_name")] string service, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var window = new ServiceWindow(http.Request.Query, time.GetUtcNow(), ServiceWindow.Hour);
        var (limit, offset) = (window.Query.Limit(100, 500), window.Query.Offset());
        if (window.Refusal is { } refusal)
        {
            return refusal;
        }

        var project = http.GetCaller().ProjectId!.Value;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (!await ExistsAsync(session, project, service, cancel))
        {
            return NotFound();
        }

        var sums = await TransactionSums.ReadAsync(session, project, window.Range, window.Step, service, $"t.method || ' ' || t.endpoint", cancel);
        return TypedResults.Ok<IReadOnlyList<EndpointFigures>>(
        [
            .. sums.OrderByDescending(one => one.Value.DurationSum).ThenBy(one => one.Key, StringComparer.Ordinal).Skip(offset).Take(limit).Select(one =>
            {
                var space = one.Key.IndexOf(' ', StringComparison.Ordinal);
                return new EndpointFigures(
                    one.Key[(space + 1)..], one.Key[..space], one.Value.Count, one.Value.PerMinute(window.Range), one.Value.AverageMs, one.Value.PercentileMs(0.95),
                    one.Value.ErrorPercent, Math.Round(one.Value.DurationSum, 2));
            }),
        ]);
    }

    private static async Task<Results<Ok<IReadOnlyList<ServicePoint>>, JsonHttpResult<ErrorBody>>> ListSeriesAsync(
        [FromRoute(Name = "service_name")] string service, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var window = new ServiceWindow(http.Request.Query, time.GetUtcNow(), ServiceWindow.Hour);
        var points = window.Query.Whole("points", 60, 2, 500);
        if (window.Refusal is { } refusal)
        {
            return refusal;
        }

        var project = http.GetCaller().ProjectId!.Value;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (!await ExistsAsync(session, project, service, cancel))
        {
            return NotFound();
        }

        var range = window.Range;
        var step = TimeSpan.FromTicks(Math.Max(1, (long)Math.Ceiling((range.To - range.From) / points / window.Step)) * window.Step.Ticks);
        var sums = await TransactionSums.ReadAsync(
            session, project, range, window.Step, service, $"floor(extract(epoch from t.time - {range.From}) / {step.TotalSeconds})::bigint::text", cancel);
        var count = (int)Math.Ceiling((range.To - range.From) / step);
        return TypedResults.Ok<IReadOnlyList<ServicePoint>>(
        [
            .. Enumerable.Range(0, count).Select(place =>
            {
                var one = sums.GetValueOrDefault(place.ToString(System.Globalization.CultureInfo.InvariantCulture), TransactionSums.None);
                return new ServicePoint(
                    range.From + (step * place), one.Count, Math.Round(one.Count / step.TotalMinutes, 2), one.AverageMs, one.PercentileMs(0.95), one.ErrorPercent);
            }),
        ]);
    }
}
