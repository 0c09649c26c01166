using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Services;

/// <summary>How a service is, in one line.</summary>
/// <param name="Name">The service.</param>
/// <param name="Throughput">Transactions per minute.</param>
/// <param name="AvgResponseTime">In ms.</param>
/// <param name="ErrorRate">Transactions with status 400 and above or marked as errors, in percent.</param>
/// <param name="Sparkline">The mean duration in ms in each seventh of the time, the oldest first.</param>
/// <param name="P95ResponseTime">In ms.</param>
/// <param name="Apdex">0 to 1.</param>
/// <param name="Transactions">How many there were.</param>
internal sealed record ServiceLine(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("throughput")] double Throughput,
    [property: JsonPropertyName("avgResponseTime")] double AvgResponseTime,
    [property: JsonPropertyName("errorRate")] double ErrorRate,
    [property: JsonPropertyName("sparkline")] IReadOnlyList<double> Sparkline,
    [property: JsonPropertyName("p95ResponseTime")] double P95ResponseTime,
    [property: JsonPropertyName("apdex")] double Apdex,
    [property: JsonPropertyName("transactions")] long Transactions);

/// <summary><c>GET /metrics/services-overview</c></summary>
internal static class ServicesOverview
{
    private const int Slices = 7;

    public static void MapServicesOverview(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics/services-overview", ListAsync)
        .Named("get_services_overview")
        .WithSummary("Every service that ever answered a request, by name, with its figures; default the last hour, at most 400 days. Zeros: it was idle")
        .WithTags("Services")
        .WithTimeRange()
        .Produces<IReadOnlyList<ServiceLine>>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<IReadOnlyList<ServiceLine>>, JsonHttpResult<ErrorBody>>> ListAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var window = new ServiceWindow(http.Request.Query, time.GetUtcNow(), ServiceWindow.Hour);
        if (window.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var names = await session.ListAsync($"""
            select service_name from services where project_id = {caller.ProjectId} and last_transaction_at is not null order by service_name collate "C"
            """, row => row.GetString(0), cancel);
        var sums = await TransactionSums.ReadAsync(session, caller.ProjectId!.Value, window.Range, window.Step, null, $"t.service_name", cancel);
        var sparklines = await ReadSparklinesAsync(session, caller.ProjectId!.Value, window, cancel);
        return TypedResults.Ok<IReadOnlyList<ServiceLine>>(
        [
            .. names.Select(name => (name, Sums: sums.GetValueOrDefault(name, TransactionSums.None))).Select(one => new ServiceLine(
                one.name, one.Sums.PerMinute(window.Range), one.Sums.AverageMs, one.Sums.ErrorPercent, sparklines.GetValueOrDefault(one.name, new double[Slices]),
                one.Sums.PercentileMs(0.95), one.Sums.Apdex, one.Sums.Count)),
        ]);
    }

    private static async Task<Dictionary<string, double[]>> ReadSparklinesAsync(DatabaseSession session, Guid projectId, ServiceWindow window, CancellationToken cancel)
    {
        var slice = (window.Range.To - window.Range.From).TotalSeconds / Slices;
        var sparklines = new Dictionary<string, double[]>();
        await foreach (var (name, place, mean) in session.StreamAsync($"""
            select t.service_name, least({Slices - 1}, floor(extract(epoch from t.time - {window.Range.From}) / {slice}))::int, sum(t.duration_sum_ms) / sum(t.count)
            from {TransactionSums.TableFor(window.Step)} t
            where t.project_id = {projectId} and t.time >= {window.Range.From} and t.time < {window.Range.To} group by 1, 2
            """, row => (row.GetString(0), row.GetInt32(1), row.GetDouble(2)), cancel))
        {
            if (!sparklines.TryGetValue(name, out var line))
            {
                sparklines.Add(name, line = new double[Slices]);
            }

            line[place] = Math.Round(mean, 1);
        }

        return sparklines;
    }
}
