using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>Who calls whom.</summary>
/// <param name="Nodes">The services that call or are called, by name.</param>
/// <param name="Edges">Each pair once.</param>
/// <param name="Map">For each service whom it calls.</param>
/// <param name="TimeFrom">The first hour.</param>
/// <param name="TimeTo">The end of the last.</param>
internal sealed record DependencyMapResponse(
    IReadOnlyList<string> Nodes, IReadOnlyList<DependencyEdge> Edges, [property: JsonPropertyName("dependency_map")] IReadOnlyDictionary<string, IReadOnlyList<string>> Map,
    DateTimeOffset TimeFrom, DateTimeOffset TimeTo);

/// <summary>One service calls another.</summary>
/// <param name="Source">Who calls.</param>
/// <param name="Target">Who is called.</param>
/// <param name="Volume">Calls.</param>
/// <param name="Errors">Of these, failed ones.</param>
/// <param name="ErrorRate">In percent.</param>
/// <param name="AvgDurationMs">How long the called service took.</param>
/// <param name="MaxDurationMs">At most.</param>
internal sealed record DependencyEdge(string Source, string Target, long Volume, long Errors, double ErrorRate, double AvgDurationMs, double MaxDurationMs);

/// <summary><c>GET /traces/services/dependency-map</c></summary>
internal static class DependencyMap
{
    private static readonly TimeSpan Fallback = TimeSpan.FromDays(7);
    private static readonly TimeSpan Most = TimeSpan.FromDays(90);

    public static void MapDependencyMap(this IEndpointRouteBuilder routes) => routes.MapGet("/traces/services/dependency-map", GetAsync)
        .Named("get_dependency_map")
        .WithSummary("Who calls whom, from traces, in whole hours; default the last 7 days, at most 90. With service: the calls by and to it")
        .WithTags("Traces")
        .WithTimeRange("service")
        .Produces<DependencyMapResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<DependencyMapResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (service, asked) = (query.Line("service"), query.Range(time.GetUtcNow(), Fallback, Most));
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        var range = asked.RoundedTo(TimeSpan.FromHours(1));
        await using var session = await database.OpenAsync(caller, cancel);
        var edges = await session.ListAsync($"""
            select source, target, sum(calls)::bigint, sum(errors)::bigint, sum(duration_sum_ms), max(duration_max_ms) from dependencies
            where project_id = {caller.ProjectId} and time >= {range.From} and time < {range.To} and ({service}::text is null or {service} in (source, target))
            group by source, target order by source, target
            """, row => new DependencyEdge(
                row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), Math.Round(100.0 * row.GetInt64(3) / row.GetInt64(2), 2),
                Math.Round(row.GetDouble(4) / row.GetInt64(2), 2), Math.Round(row.GetDouble(5), 2)), cancel);
        var nodes = edges.SelectMany(edge => new[] { edge.Source, edge.Target }).Distinct().Order(StringComparer.Ordinal).ToList();
        return TypedResults.Ok(new DependencyMapResponse(
            nodes, edges, nodes.ToDictionary(node => node, node => (IReadOnlyList<string>)[.. edges.Where(edge => edge.Source == node).Select(edge => edge.Target)]),
            range.From, range.To));
    }
}
