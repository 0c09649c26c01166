using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.CloudConnectorService.Resources;

/// <summary>Something that runs in a cloud.</summary>
/// <param name="ResourceId">As the provider names it in all the world.</param>
/// <param name="ConnectionId">By which connection it is known.</param>
/// <param name="Kind">compute, database or load_balancer.</param>
/// <param name="Type">For example ec2_instance.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Where it is.</param>
/// <param name="State">In the provider's words.</param>
/// <param name="Health">healthy, unhealthy or unknown.</param>
/// <param name="Size">For example t3.large.</param>
/// <param name="Tags">Labels.</param>
/// <param name="CpuPercent">As measured last; null: not measured.</param>
/// <param name="MeasuredAt">When that was.</param>
/// <param name="FirstSeenAt">When a sync saw it first.</param>
/// <param name="LastSeenAt">When a sync saw it last.</param>
internal sealed record Resource(
    string ResourceId, Guid ConnectionId, string Kind, string Type, string Name, string Region, string State, string Health, string Size, IReadOnlyDictionary<string, string> Tags,
    double? CpuPercent, DateTimeOffset? MeasuredAt, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt)
{
    public static Resource Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8),
        JsonSerializer.Deserialize(row.GetString(9), CloudJson.Default.DictionaryStringString)!, row.GetValueOrNull<double>(10), row.GetValueOrNull<DateTimeOffset>(11),
        row.GetFieldValue<DateTimeOffset>(12), row.GetFieldValue<DateTimeOffset>(13));
}

/// <summary>A page of resources.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Resources">By kind and name.</param>
internal sealed record ResourcePage(long Total, IReadOnlyList<Resource> Resources);

/// <summary><c>GET /resources</c></summary>
internal static class ResourceList
{
    public static void MapResources(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/resources", ListAsync)
            .Named("list_resources")
            .WithSummary("What runs in the project's clouds, by kind and name; of one connection_id, kind, region, state, health, or with text in the name (search); limit 1 to 500, default 100, offset")
            .WithTags("Resources")
            .Produces<ResourcePage>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapChangeList();
    }

    private static async Task<Results<Ok<ResourcePage>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromQuery(Name = "connection_id")] string? connectionId, string? kind, string? region, string? state, string? health, string? search, string? limit, string? offset,
        HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader();
        var connection = query.Id("connection_id", connectionId);
        var ofKind = query.Word("kind", kind, Part.Kinds);
        var (inRegion, inState) = (query.Line("region", region, 100), query.Line("state", state, 100));
        var ofHealth = query.Word("health", health, [CloudResource.Healthy, CloudResource.Unhealthy, CloudResource.Unknown]);
        var text = query.Line("search", search, 255);
        var (count, start) = (query.Number("limit", limit, 100, 1, 500), query.Number("offset", offset, 0, 0, 1_000_000));
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        Sql Matching() => $"""
            from resources r
            where r.project_id = {caller.ProjectId} and ({connection}::uuid is null or r.connection_id = {connection}) and ({ofKind}::text is null or r.kind = {ofKind})
              and ({inRegion}::text is null or r.region = {inRegion}) and ({inState}::text is null or r.state = {inState}) and ({ofHealth}::text is null or r.health = {ofHealth})
              and ({text}::text is null or position(lower({text}) in lower(r.name)) > 0)
            """;
        var total = await session.SingleOrDefaultAsync($"select count(*) {Matching()}", row => row.GetInt64(0), cancel);
        return TypedResults.Ok(new ResourcePage(total, await session.ListAsync($"""
            select r.resource_id, r.connection_id, r.kind, r.type, r.name, r.region, r.state, r.health, r.size, r.tags, r.cpu_percent, r.measured_at, r.first_seen_at, r.last_seen_at
            {Matching()} order by r.kind, r.name, r.resource_id, r.connection_id limit {count} offset {start}
            """, Resource.Read, cancel)));
    }
}
