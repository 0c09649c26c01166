using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Infrastructure;

/// <summary>How a host was over a while.</summary>
/// <param name="Timestamp">The beginning of the while.</param>
/// <param name="Samples">How many samples there are; steps without one are left out.</param>
/// <param name="CpuPercent">The mean.</param>
/// <param name="CpuMax">The highest.</param>
/// <param name="MemoryPercent">The mean.</param>
/// <param name="MemoryMax">The highest.</param>
/// <param name="DiskPercent">The highest; null when nobody said.</param>
internal sealed record HostPoint(
    DateTimeOffset Timestamp, long Samples, double CpuPercent, double CpuMax, double MemoryPercent, double MemoryMax, double? DiskPercent);

/// <summary><c>GET /infrastructure/hosts/{hostname}/series</c></summary>
internal static class HostSeries
{
    private static readonly TimeSpan Fallback = TimeSpan.FromHours(1);
    private static readonly TimeSpan Most = TimeSpan.FromDays(400);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    public static void MapHostSeries(this IEndpointRouteBuilder routes) => routes.MapGet("/infrastructure/hosts/{hostname}/series", ListAsync)
        .Named("get_host_series")
        .WithSummary("A host over time; default the last hour; points 2 to 500, default 60")
        .WithTags("Infrastructure")
        .WithTimeRange("points")
        .Produces<IReadOnlyList<HostPoint>>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<IReadOnlyList<HostPoint>>, JsonHttpResult<ErrorBody>>> ListAsync(
        string hostname, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (range, points) = (query.Range(time.GetUtcNow(), Fallback, Most), query.Whole("points", 60, 2, 500));
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        var step = (range.To - range.From) / points is var exact && exact > Shortest ? exact : Shortest;
        await using var session = await database.OpenAsync(caller, cancel);
        var series = await session.ListAsync($"""
            select date_bin({step}, s.time, {range.From}), count(*), avg(s.cpu_percent), max(s.cpu_percent), avg(s.memory_percent), max(s.memory_percent), max(s.disk_percent)
            from host_samples s where s.project_id = {caller.ProjectId} and s.hostname = {hostname} and s.time >= {range.From} and s.time < {range.To}
            group by 1 order by 1
            """, row => new HostPoint(
                row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1), Round(row.GetDouble(2)), Round(row.GetDouble(3)), Round(row.GetDouble(4)), Round(row.GetDouble(5)),
                row.GetValueOrNull<double>(6) is { } disk ? Round(disk) : null), cancel);
        return series.Count > 0 || await HostList.FindLatestAsync(session, caller.ProjectId!.Value, hostname, cancel) is not null
            ? TypedResults.Ok<IReadOnlyList<HostPoint>>(series)
            : HostList.NotFound();
    }

    private static double Round(double value) => Math.Round(value, 2);
}
