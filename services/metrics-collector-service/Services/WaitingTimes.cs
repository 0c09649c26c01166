using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Services;

/// <summary>How long a service waits for databases.</summary>
/// <param name="ServiceName">The service.</param>
/// <param name="QueryCount">Transactions that waited.</param>
/// <param name="AvgQueryTimeMs">Per transaction.</param>
/// <param name="TotalDbTimeMs">All together.</param>
/// <param name="P95DbTimeMs">What 95% of them do not exceed.</param>
internal sealed record DatabaseTime(string ServiceName, long QueryCount, double AvgQueryTimeMs, double TotalDbTimeMs, double P95DbTimeMs);

/// <summary>How long a service waits for other services.</summary>
/// <param name="ServiceName">The service.</param>
/// <param name="CallCount">Transactions that waited.</param>
/// <param name="AvgExternalTimeMs">Per transaction.</param>
/// <param name="TotalExternalTimeMs">All together.</param>
/// <param name="P95ExternalTimeMs">What 95% of them do not exceed.</param>
internal sealed record ExternalTime(string ServiceName, long CallCount, double AvgExternalTimeMs, double TotalExternalTimeMs, double P95ExternalTimeMs);

/// <summary><c>GET /metrics/services/{service_name}/database-queries</c> and <c>.../external-services</c></summary>
internal static class WaitingTimes
{
    public static void MapWaitingTimes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/metrics/services/{service_name}/database-queries", GetDatabaseAsync)
            .Named("get_database_time")
            .WithSummary("How long transactions of a service waited for databases; default the last 24 hours")
            .WithTags("Services")
            .WithTimeRange()
            .Produces<DatabaseTime>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/metrics/services/{service_name}/external-services", GetExternalAsync)
            .Named("get_external_time")
            .WithSummary("How long transactions of a service waited for other services; default the last 24 hours")
            .WithTags("Services")
            .WithTimeRange()
            .Produces<ExternalTime>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<DatabaseTime>, JsonHttpResult<ErrorBody>>> GetDatabaseAsync(
        [FromRoute(Name = "service_name")] string service, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var (times, refusal) = await ReadAsync(service, $"t.db_duration_ms", http, database, time, cancel);
        return refusal is not null ? refusal : TypedResults.Ok(new DatabaseTime(service, times.Count, times.Mean, times.Sum, times.P95));
    }

    private static async Task<Results<Ok<ExternalTime>, JsonHttpResult<ErrorBody>>> GetExternalAsync(
        [FromRoute(Name = "service_name")] string service, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var (times, refusal) = await ReadAsync(service, $"t.external_duration_ms", http, database, time, cancel);
        return refusal is not null ? refusal : TypedResults.Ok(new ExternalTime(service, times.Count, times.Mean, times.Sum, times.P95));
    }

    private static async Task<((long Count, double Mean, double Sum, double P95) Times, JsonHttpResult<ErrorBody>? Refusal)> ReadAsync(
        string service, Sql column, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var window = new ServiceWindow(http.Request.Query, time.GetUtcNow(), ServiceWindow.Day);
        if (window.Refusal is { } refusal)
        {
            return (default, refusal);
        }

        var project = http.GetCaller().ProjectId!.Value;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (!await ServiceOverview.ExistsAsync(session, project, service, cancel))
        {
            return (default, ServiceOverview.NotFound());
        }

        return (await session.SingleOrDefaultAsync($"""
            select count(*), coalesce(avg({column}), 0), coalesce(sum({column}), 0), coalesce(percentile_cont(0.95) within group (order by {column}), 0) from transactions t
            where t.project_id = {project} and t.service_name = {service} and t.time >= {window.Exact.From} and t.time < {window.Exact.To} and {column} > 0
            """, row => (row.GetInt64(0), Math.Round(row.GetDouble(1), 2), Math.Round(row.GetDouble(2), 2), Math.Round(row.GetDouble(3), 2)), cancel), null);
    }
}
