using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Services;

/// <summary>A transaction.</summary>
/// <param name="TransactionId">Of its span, or what the SDK calls it.</param>
/// <param name="ServiceName">The service.</param>
/// <param name="Endpoint">What was asked for.</param>
/// <param name="Method">Empty where there is none.</param>
/// <param name="StatusCode">As of HTTP.</param>
/// <param name="DurationMs">How long.</param>
/// <param name="DbDurationMs">Of that, waiting for databases.</param>
/// <param name="ExternalDurationMs">Of that, waiting for other services.</param>
/// <param name="Error">Whether it is marked as an error.</param>
/// <param name="ErrorMessage">What went wrong.</param>
/// <param name="TraceId">Null when there is no trace.</param>
/// <param name="Timestamp">When.</param>
internal sealed record StoredTransaction(
    string TransactionId, string ServiceName, string Endpoint, string Method, int StatusCode, double DurationMs, double DbDurationMs, double ExternalDurationMs, bool Error,
    string? ErrorMessage, string? TraceId, DateTimeOffset Timestamp)
{
    public static Sql Columns => $"""
        t.transaction_id, t.service_name, t.endpoint, t.method, t.status_code, t.duration_ms, t.db_duration_ms, t.external_duration_ms, t.error, t.error_message, t.trace_id, t.time
        """;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static StoredTransaction Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), Math.Round(row.GetDouble(5), 3), Math.Round(row.GetDouble(6), 3),
        Math.Round(row.GetDouble(7), 3), row.GetBoolean(8), row.GetStringOrNull(9), row.GetStringOrNull(10), row.GetFieldValue<DateTimeOffset>(11));
}

/// <summary>Transactions of a service.</summary>
/// <param name="ServiceName">The service.</param>
/// <param name="Transactions">The newest first.</param>
/// <param name="P50Ms">The median of all in the time.</param>
/// <param name="P95Ms">What 95% of all do not exceed.</param>
/// <param name="P99Ms">What 99% of all do not exceed.</param>
/// <param name="TotalCount">How many there were in the time.</param>
/// <param name="TimeFrom">The beginning of the time.</param>
/// <param name="TimeTo">Its end.</param>
internal sealed record TransactionPage(
    string ServiceName, IReadOnlyList<StoredTransaction> Transactions, double P50Ms, double P95Ms, double P99Ms, long TotalCount, DateTimeOffset TimeFrom, DateTimeOffset TimeTo);

/// <summary><c>GET /metrics/services/{service_name}/transactions</c> and <c>.../slow-transactions</c></summary>
internal static class TransactionList
{
    // Up to here percentiles are exact; above they come from the roll-ups, so that nobody waits for a sort of millions.
    private const long MostExact = 20_000;

    public static void MapTransactionList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/metrics/services/{service_name}/transactions", ListAsync)
            .Named("list_transactions")
            .WithSummary("Transactions of a service, the newest first, and percentiles of all in the time; default the last 24 hours; limit 1 to 200, default 50")
            .WithTags("Services")
            .WithPages("endpoint")
            .Produces<TransactionPage>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/metrics/services/{service_name}/slow-transactions", ListSlowAsync)
            .Named("list_slow_transactions")
            .WithSummary("The slowest transactions of a service that took at least min_duration_ms (default 200); default the last 24 hours; limit 1 to 100, default 20")
            .WithTags("Services")
            .WithPages("min_duration_ms")
            .Produces<IReadOnlyList<StoredTransaction>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<TransactionPage>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "service_name")] string service, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var window = new ServiceWindow(http.Request.Query, time.GetUtcNow(), ServiceWindow.Day);
        var (endpoint, limit, offset) = (window.Query.Line("endpoint", 500), window.Query.Limit(50, 200), window.Query.Offset());
        if (window.Refusal is { } refusal)
        {
            return refusal;
        }

        var project = http.GetCaller().ProjectId!.Value;
        var range = window.Exact;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (!await ServiceOverview.ExistsAsync(session, project, service, cancel))
        {
            return ServiceOverview.NotFound();
        }

        var transactions = await session.ListAsync($"""
            select {StoredTransaction.Columns} from transactions t
            where t.project_id = {project} and t.service_name = {service} and t.time >= {range.From} and t.time < {range.To} and ({endpoint}::text is null or t.endpoint = {endpoint})
            order by t.time desc, t.transaction_id limit {limit} offset {offset}
            """, StoredTransaction.Read, cancel);
        var sums = (await TransactionSums.ReadAsync(session, project, window.Range, window.Step, service, $"''", cancel)).GetValueOrDefault("", TransactionSums.None);
        var (count, percentiles) = sums.Count > MostExact
            ? (sums.Count, [sums.PercentileMs(0.5), sums.PercentileMs(0.95), sums.PercentileMs(0.99)])
            : await session.SingleOrDefaultAsync($"""
                select count(*), percentile_cont(array[0.5, 0.95, 0.99]) within group (order by t.duration_ms) from transactions t
                where t.project_id = {project} and t.service_name = {service} and t.time >= {range.From} and t.time < {range.To}
                """, row => (row.GetInt64(0), row.IsDBNull(1) ? new double[3] : row.GetFieldValue<double[]>(1)), cancel);
        return TypedResults.Ok(new TransactionPage(
            service, transactions, Math.Round(percentiles[0], 2), Math.Round(percentiles[1], 2), Math.Round(percentiles[2], 2), count, range.From, range.To));
    }

    private static async Task<Results<Ok<IReadOnlyList<StoredTransaction>>, JsonHttpResult<ErrorBody>>> ListSlowAsync(
        [FromRoute(Name = "service_name")] string service, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var window = new ServiceWindow(http.Request.Query, time.GetUtcNow(), ServiceWindow.Day);
        var (least, limit, offset) = (window.Query.Number("min_duration_ms") ?? 200, window.Query.Limit(20, 100), window.Query.Offset());
        if (window.Refusal is { } refusal)
        {
            return refusal;
        }

        var project = http.GetCaller().ProjectId!.Value;
        var range = window.Exact;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        if (!await ServiceOverview.ExistsAsync(session, project, service, cancel))
        {
            return ServiceOverview.NotFound();
        }

        return TypedResults.Ok<IReadOnlyList<StoredTransaction>>(await session.ListAsync($"""
            select {StoredTransaction.Columns} from transactions t
            where t.project_id = {project} and t.service_name = {service} and t.time >= {range.From} and t.time < {range.To} and t.duration_ms >= {least}
            order by t.duration_ms desc, t.time desc limit {limit} offset {offset}
            """, StoredTransaction.Read, cancel));
    }
}
