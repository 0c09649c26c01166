using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Metrics.Query;

/// <summary>A metric that the project has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">gauge, counter, histogram or summary.</param>
/// <param name="Unit">May be empty.</param>
/// <param name="Description">May be empty.</param>
/// <param name="Series">How many series.</param>
/// <param name="LastSeen">The day of its newest point.</param>
internal sealed record MetricName(string Name, string Type, string Unit, string Description, int Series, DateOnly LastSeen);

/// <summary>A label.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Values">How many different values.</param>
internal sealed record MetricLabel(string Label, int Values);

/// <summary>Which metrics, labels and values there are.</summary>
internal static class MetricCatalog
{
    private const int UsualLimit = 200;
    private const int MostLimit = 2_000;

    public static void MapMetricCatalog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/metrics/names", ListNamesAsync)
            .Named("list_metrics").WithSummary("The project's metrics by name; search: a part of the name; service").WithTags("Metrics")
            .WithQuery("search", "service", "limit", "offset").Produces<IReadOnlyList<MetricName>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/metrics/labels", ListLabelsAsync)
            .Named("list_metric_labels").WithSummary("The labels of a metric, or of all").WithTags("Metrics")
            .WithQuery("metric", "service", "limit", "offset").Produces<IReadOnlyList<MetricLabel>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/metrics/label-values", ListValuesAsync)
            .Named("list_metric_label_values").WithSummary("The values of a label, also of the label service").WithTags("Metrics")
            .WithQuery("label", "metric", "service", "limit", "offset").Produces<IReadOnlyList<string>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<IReadOnlyList<MetricName>>, JsonHttpResult<ErrorBody>>> ListNamesAsync(HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (search, service, limit, offset) = (query.Line("search") ?? "", query.Line("service"), query.Limit(UsualLimit, MostLimit), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return TypedResults.Ok<IReadOnlyList<MetricName>>(await session.ListAsync(
            $"""
            select family, min(type), max(unit), max(description), count(*)::int, max(last_seen) from metric_series
            where project_id = {caller.ProjectId} and ({service}::text is null or service_name = {service}) and strpos(lower(family), lower({search})) > 0
            group by family order by family limit {limit} offset {offset}
            """,
            row => new MetricName(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetFieldValue<DateOnly>(5)),
            cancel));
    }

    private static async Task<Results<Ok<IReadOnlyList<MetricLabel>>, JsonHttpResult<ErrorBody>>> ListLabelsAsync(HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (metric, service, limit, offset) = (query.Line("metric"), query.Line("service"), query.Limit(UsualLimit, MostLimit), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return TypedResults.Ok<IReadOnlyList<MetricLabel>>(await session.ListAsync(
            $"""
            select l.key, count(distinct l.value)::int from metric_series s cross join lateral jsonb_each_text(s.labels) as l
            where s.project_id = {caller.ProjectId} and ({metric}::text is null or s.family = {metric} or s.name = {metric}) and ({service}::text is null or s.service_name = {service})
            group by l.key order by l.key limit {limit} offset {offset}
            """,
            row => new MetricLabel(row.GetString(0), row.GetInt32(1)),
            cancel));
    }

    private static async Task<Results<Ok<IReadOnlyList<string>>, JsonHttpResult<ErrorBody>>> ListValuesAsync(
        HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var name = query.Line("label");
        var (metric, service, limit, offset) = (query.Line("metric"), query.Line("service"), query.Limit(UsualLimit, MostLimit), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        if (name is null)
        {
            return ApiErrors.BadRequest("label: is required", ErrorCodes.ValidationError);
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return TypedResults.Ok<IReadOnlyList<string>>(await session.ListAsync(
            $"""
            select distinct v.value from metric_series s
            cross join lateral (select coalesce(s.labels ->> {name}, case when {name} = {MetricSelection.ServiceLabel} then s.service_name end) as value) as v
            where s.project_id = {caller.ProjectId} and ({metric}::text is null or s.family = {metric} or s.name = {metric}) and ({service}::text is null or s.service_name = {service}) and v.value is not null
            order by v.value limit {limit} offset {offset}
            """,
            row => row.GetString(0),
            cancel));
    }
}
